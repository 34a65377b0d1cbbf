using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Decisions;

/// <summary>Registers the decisions.</summary>
public static class DecisionsRegistration
{
    /// <summary>Adds <see cref="DecisionStore"/>.</summary>
    public static IServiceCollection AddDecisions(this IServiceCollection services) => services.AddSingleton<DecisionStore>();
}
