using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Exports;

/// <summary>Registers exports.</summary>
public static class ExportsRegistration
{
    /// <summary>Adds <see cref="ScenarioExporter"/>. Needs scenarios.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ScenarioExporter>();
}
