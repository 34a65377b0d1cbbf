using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Changes;

/// <summary>Registers the change feed.</summary>
public static class ChangesRegistration
{
    /// <summary>Adds <see cref="ChangeFeed"/> as a singleton, and what exchanges changes with other processes on a shared database.</summary>
    public static IServiceCollection AddChanges(this IServiceCollection services) => services.AddSingleton<ChangeFeed>().AddHostedService<ChangeRelay>();

    /// <summary>Has the processes that share a database tell each other of changes of a type.</summary>
    public static IServiceCollection AddSharedChange<TChange>(this IServiceCollection services, Func<TChange, object?>? subject = null)
        where TChange : class => services.AddSingleton(SharedChange.Of(subject));
}
