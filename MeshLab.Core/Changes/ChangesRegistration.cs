using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Changes;

/// <summary>Registers the change feed.</summary>
public static class ChangesRegistration
{
    /// <summary>Adds <see cref="ChangeFeed"/> as a singleton.</summary>
    public static IServiceCollection AddChanges(this IServiceCollection services) => services.AddSingleton<ChangeFeed>();
}
