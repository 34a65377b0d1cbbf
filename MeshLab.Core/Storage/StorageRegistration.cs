using MeshLab.Core.Storage.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Storage;

/// <summary>Registers the database.</summary>
public static class StorageRegistration
{
    /// <summary>Adds a pooled <see cref="IDbContextFactory{TContext}"/> for <see cref="MeshLabDbContext"/> the initializer, and backup and restore, which need a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<ContentDirectories>();
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<BackupService>();
        services.AddSingleton<RestoreService>();
        services.AddPooledDbContextFactory<MeshLabDbContext>((provider, options) =>
        {
            var configured = provider.GetRequiredService<IOptions<MeshLabOptions>>().Value.Database;
            var directories = provider.GetRequiredService<ContentDirectories>();
            options.UseSqlite(configured is { Length: > 0 } ? configured : $"Data Source={Path.Combine(directories.Data, "meshlab.db")}");
            options.AddInterceptors(new ConnectionPragmas());
        });
        return services;
    }
}
