using MeshLab.Core.Storage.Moves;
using MeshLab.Core.Storage.Postgres;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Storage;

/// <summary>Registers the database.</summary>
public static class StorageRegistration
{
    /// <summary>Adds a pooled <see cref="IDbContextFactory{TContext}"/> for <see cref="MeshLabDbContext"/> over the configured database, the initializer and what moves the data; needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<ContentDirectories>();
        services.AddSingleton<DatabaseSettings>();
        services.AddSingleton(provider => new SharedDatabase(provider.GetRequiredService<DatabaseSettings>() is { IsPostgres: true } settings ? settings.ConnectionString : null));
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<DatabaseMove>();
        services.AddSingleton<ProcessLeases>();
        services.AddHostedService<ProcessHeartbeat>();
        services.AddSingleton<IDbContextFactory<MeshLabDbContext>>(provider => new DatabaseFactory(provider.GetRequiredService<DatabaseSettings>(), provider));

        // The store of data protection keys asks for this one.
        services.AddScoped(provider => (PostgresDbContext)provider.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContext());
        return services;
    }
}
