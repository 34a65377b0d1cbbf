using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>
/// The same tables in PostgreSQL, with those that several processes need beside. Names are in lower case, as PostgreSQL folds them, so
/// that one SQL text serves both databases; texts are compared byte by byte (collation C), as SQLite does.
/// </summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : MeshLabDbContext(options), IDataProtectionKeyContext
{
    /// <summary>The keys that encrypt secrets: every process needs the same.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<DataProtectionKey>().ToTable("DataProtectionKeys");
        modelBuilder.ApplyConfiguration(new ProcessRowConfiguration());
        modelBuilder.ApplyConfiguration(new RoleRowConfiguration());
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            Fold(entity);
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().HaveConversion<PostgresText>();
    }

#pragma warning disable CA1308 // PostgreSQL folds to lower case.
    private static void Fold(IMutableEntityType entity)
    {
        entity.SetTableName(entity.GetTableName()?.ToLowerInvariant());
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(property.GetColumnName().ToLowerInvariant());
            if ((property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string))
            {
                property.SetCollation("C");
            }
        }

        foreach (var key in entity.GetKeys())
        {
            key.SetName(key.GetName()?.ToLowerInvariant());
        }

        foreach (var key in entity.GetForeignKeys())
        {
            key.SetConstraintName(key.GetConstraintName()?.ToLowerInvariant());
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName(index.GetDatabaseName()?.ToLowerInvariant());
        }
    }
#pragma warning restore CA1308
}
