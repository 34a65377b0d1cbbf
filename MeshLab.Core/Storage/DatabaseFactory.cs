using MeshLab.Core.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Storage;

/// <summary>Gives out pooled contexts for the database that is configured.</summary>
internal sealed class DatabaseFactory : IDbContextFactory<MeshLabDbContext>
{
    private readonly IDbContextFactory<MeshLabDbContext>? _sqlite;
    private readonly IDbContextFactory<PostgresDbContext>? _postgres;

    public DatabaseFactory(DatabaseSettings settings, IServiceProvider services)
    {
        if (settings.IsPostgres)
        {
            _postgres = new PooledDbContextFactory<PostgresDbContext>(
                new DbContextOptionsBuilder<PostgresDbContext>().UseApplicationServiceProvider(services).UseNpgsql(settings.ConnectionString).Options);
        }
        else
        {
            var options = new DbContextOptionsBuilder<MeshLabDbContext>().UseApplicationServiceProvider(services).UseSqlite(settings.ConnectionString).AddInterceptors(new ConnectionPragmas());
            foreach (var more in services.GetServices<IDbContextOptionsConfiguration<MeshLabDbContext>>())
            {
                more.Configure(services, options);
            }

            _sqlite = new PooledDbContextFactory<MeshLabDbContext>(options.Options);
        }
    }

    public MeshLabDbContext CreateDbContext() => _sqlite?.CreateDbContext() ?? _postgres!.CreateDbContext();

    public async Task<MeshLabDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        _sqlite is not null ? await _sqlite.CreateDbContextAsync(cancellationToken) : await _postgres!.CreateDbContextAsync(cancellationToken);
}
