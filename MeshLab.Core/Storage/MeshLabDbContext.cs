using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MeshLab.Core.Storage;

/// <summary>
/// The database, as SQLite has it; <see cref="Postgres.PostgresDbContext"/> is the same for PostgreSQL. Each capability keeps its rows and their
/// <see cref="IEntityTypeConfiguration{TEntity}"/> in its own folder and reaches them by <see cref="DbContext.Set{TEntity}()"/>. Instants
/// are stored as Unix milliseconds, so that every provider can order and compare them; enums are stored by name.
/// </summary>
public class MeshLabDbContext : DbContext
{
    /// <summary>A context over SQLite.</summary>
    public MeshLabDbContext(DbContextOptions<MeshLabDbContext> options)
        : base(options)
    {
    }

    /// <summary>For contexts over other databases.</summary>
    protected MeshLabDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MeshLabDbContext).Assembly, type => type.Namespace != typeof(Postgres.PostgresDbContext).Namespace);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    private sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
