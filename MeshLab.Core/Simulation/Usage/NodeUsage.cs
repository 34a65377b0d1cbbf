using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>What a node used up to a full second.</summary>
/// <param name="Node">The node.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="At">The second the figures are true for.</param>
/// <param name="Cpu">The node's CPU: all containers, the kernel and the system.</param>
/// <param name="PodsCpu">The CPU of all containers that ever ran on it.</param>
/// <param name="MemoryBytes">The node's working set.</param>
/// <param name="CapacityBytes">The node's memory.</param>
/// <param name="Pods">The pods that run on it now.</param>
internal sealed record NodeUsage(string Node, DateTimeOffset StartedAt, DateTimeOffset At, CpuUsage Cpu, CpuUsage PodsCpu, long MemoryBytes, long CapacityBytes, IReadOnlyList<PodUsage> Pods);

/// <summary>What a pod used.</summary>
internal sealed record PodUsage(JsonObject Pod, IReadOnlyList<ContainerUsage> Containers, long Bytes)
{
    public CpuUsage Cpu => new(Containers.Sum(one => one.Cpu.Nanoseconds), Containers.Sum(one => one.Cpu.NanoCores));

    public long MemoryBytes => Containers.Sum(one => one.MemoryBytes);
}

/// <summary>What a container used.</summary>
internal sealed record ContainerUsage(string Name, DateTimeOffset StartedAt, CpuUsage Cpu, long MemoryBytes);

/// <summary>CPU time since the start, and the rate of the last seconds.</summary>
/// <param name="Nanoseconds">Core-nanoseconds since the start; never falls.</param>
/// <param name="NanoCores">The current rate, in 10^-9 cores.</param>
internal readonly record struct CpuUsage(long Nanoseconds, long NanoCores);
