using MeshLab.Core.Measurements;

namespace MeshLab.Core.Experiments.Results;

/// <summary>Adds up what the containers of a class used and reserved over a load.</summary>
internal static class ClassSums
{
    /// <summary>The class' figures. What is reserved counts for as long as the container ran; charged is the larger of the two for each container.</summary>
    public static ClassFigures Of(WorkloadClass class_, string mesh, IReadOnlyList<ContainerWindow> containers)
    {
        var known = containers.All(one => one.CpuRequestCores is not null && one.MemoryRequestBytes is not null);
        return new(class_, mesh, Sum(containers.Select(one => one.CpuCores)), Sum(containers.Select(one => one.MemoryBytes)), containers.Count(one => one.RunsAtEnd))
        {
            RequestedCpuCores = known ? containers.Sum(one => one.CpuRequestCores * one.Present) : null,
            RequestedMemoryBytes = known ? containers.Sum(one => one.MemoryRequestBytes * one.Present) : null,
            ChargedCpuCores = known ? containers.Sum(one => Math.Max(one.CpuCores ?? 0, one.CpuRequestCores!.Value * one.Present)) : null,
            ChargedMemoryBytes = known ? containers.Sum(one => Math.Max(one.MemoryBytes ?? 0, one.MemoryRequestBytes!.Value * one.Present)) : null,
            Instances = Instances(class_, containers),
        };
    }

    /// <summary>The sum of what is known; null when nothing is.</summary>
    public static double? Sum(IEnumerable<double?> values)
    {
        double? sum = null;
        foreach (var value in values.OfType<double>())
        {
            sum = (sum ?? 0) + value;
        }

        return sum;
    }

    /// <summary>Sidecars are counted without their init work, everything else by pods.</summary>
    private static double Instances(WorkloadClass class_, IReadOnlyList<ContainerWindow> containers) => containers
        .Where(one => class_ != WorkloadClass.Proxy || one.Container is "istio-proxy" or "linkerd-proxy")
        .GroupBy(one => (one.Namespace, one.Pod))
        .Sum(pod => pod.Max(one => one.Present));
}
