using MeshLab.Core.Measurements;

namespace MeshLab.Web.Pages.Overview;

/// <summary>What a mesh uses beside the application it serves, of one source on one cluster.</summary>
/// <param name="Origin">Where the figures come from.</param>
/// <param name="Source">The source.</param>
/// <param name="AppCpu">The application's CPU, in cores.</param>
/// <param name="MeshCpu">The mesh's CPU, in cores: sidecars, node agents, gateways and control plane.</param>
/// <param name="AppMemory">The application's memory, in bytes.</param>
/// <param name="MeshMemory">The mesh's memory, in bytes.</param>
public sealed record MeshShare(Origin Origin, string Source, double AppCpu, double MeshCpu, double AppMemory, double MeshMemory)
{
    /// <summary>Whether an application is measured; beside none, a share says nothing.</summary>
    public bool HasApplication => AppCpu > 0 || AppMemory > 0;

    /// <summary>The mesh's part of the CPU of both, from 0 to 1.</summary>
    public double Cpu => Part(MeshCpu, AppCpu);

    /// <summary>The mesh's part of the memory of both, from 0 to 1.</summary>
    public double Memory => Part(MeshMemory, AppMemory);

    /// <summary>One share a source, because figures of different sources are never added; none of a source that saw neither app nor mesh.</summary>
    public static IReadOnlyList<MeshShare> Of(MeasurementSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return [.. summary.Classes
            .Where(usage => usage.Class != WorkloadClass.Other)
            .GroupBy(usage => (usage.Origin, usage.Source))
            .Select(group =>
            {
                var app = group.Where(usage => usage.Class == WorkloadClass.App).ToList();
                var mesh = group.Where(usage => usage.Class != WorkloadClass.App).ToList();
                return new MeshShare(group.Key.Origin, group.Key.Source, app.Sum(usage => usage.CpuCores), mesh.Sum(usage => usage.CpuCores), app.Sum(usage => usage.MemoryBytes), mesh.Sum(usage => usage.MemoryBytes));
            })];
    }

    private static double Part(double mesh, double app) => mesh + app <= 0 ? 0 : mesh / (mesh + app);
}
