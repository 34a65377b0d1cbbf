namespace MeshLab.Core.Measurements;

/// <summary>What every container and node used over a short window, such as the time of a load.</summary>
/// <param name="Source">The one source all figures are from; null when nothing was sampled in the window.</param>
/// <param name="Origin">Where the figures come from.</param>
/// <param name="Containers">The containers that ran in the window.</param>
/// <param name="Nodes">The nodes, each with the kernel and everything else on it.</param>
/// <param name="Complete">Whether every container that still runs was heard of after the window's end.</param>
public sealed record WindowUsage(string? Source, Origin Origin, IReadOnlyList<ContainerWindow> Containers, IReadOnlyList<NodeWindow> Nodes, bool Complete)
{
    /// <summary>A window in which nothing was sampled.</summary>
    public static readonly WindowUsage None = new(null, Origin.Measured, [], [], false);
}

/// <summary>What a container used over a window.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Namespace">Its pod's namespace.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Container">Its name.</param>
/// <param name="Class">Its class.</param>
/// <param name="Mesh">Its mesh; <c>none</c> for what belongs to none.</param>
/// <param name="CpuCores">The mean over the window, in cores: a container that ran for half of it counts half. Null without CPU samples.</param>
/// <param name="MemoryBytes">The mean working set over the window, in bytes, counted alike.</param>
/// <param name="Observed">The share of its time in the window that samples lie in that are wholly inside the window, from 0 to 1.</param>
/// <param name="RunsAtEnd">Whether it ran at the window's end.</param>
public sealed record ContainerWindow(
    string Node, string Namespace, string Pod, string Container, WorkloadClass Class, string Mesh, double? CpuCores, double? MemoryBytes, double Observed, bool RunsAtEnd)
{
    /// <summary>The share of the window in which it ran, from 0 to 1.</summary>
    public double Present { get; init; } = 1;

    /// <summary>What it reserves, in cores; null when not known, 0 when it asks for none.</summary>
    public double? CpuRequestCores { get; init; }

    /// <summary>What it reserves, in bytes; null when not known, 0 when it asks for none.</summary>
    public long? MemoryRequestBytes { get; init; }
}

/// <summary>What a node used over a window.</summary>
/// <param name="Node">Its name.</param>
/// <param name="CpuCores">The mean, in cores.</param>
/// <param name="MemoryBytes">The mean working set, in bytes.</param>
/// <param name="Observed">As for containers.</param>
public sealed record NodeWindow(string Node, double? CpuCores, double? MemoryBytes, double Observed);
