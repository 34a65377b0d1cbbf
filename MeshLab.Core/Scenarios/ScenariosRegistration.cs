using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MeshLab.Core.Scenarios;

/// <summary>Registers scenarios.</summary>
public static class ScenariosRegistration
{
    /// <summary>Adds <see cref="ScenarioCatalogue"/>, <see cref="ScenarioContent"/> and <see cref="ScenarioCoverage"/>. Needs changes and the roadmap.</summary>
    public static IServiceCollection AddScenarios(this IServiceCollection services)
    {
        services.TryAddSingleton<ContentDirectories>();
        return services.AddSingleton<ScenarioCatalogue>().AddSingleton<ScenarioContent>().AddSingleton<ScenarioCoverage>();
    }
}
