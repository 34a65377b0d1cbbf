using MeshLab.Core.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Backups;

/// <summary>Registers backup and restore.</summary>
public static class BackupsRegistration
{
    /// <summary>Adds <see cref="BackupService"/> and <see cref="RestoreService"/>; needs storage and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.AddAudit();
        services.AddSingleton<BackupService>();
        services.AddSingleton<RestoreService>();
        return services;
    }
}
