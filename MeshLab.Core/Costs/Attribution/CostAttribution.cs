using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Attribution;

/// <summary>How the agents of a node are divided among its application pods.</summary>
public enum AgentSharing
{
    /// <summary>In equal parts.</summary>
    ByPods,

    /// <summary>In proportion to the CPU its pods used, which stands in for their traffic: requests are not counted for each pod. Without any use, in equal parts.</summary>
    ByTraffic,
}

/// <summary>
/// Attributes what containers and nodes held. A container's mean is its integral divided by the time its node was observed, so that a
/// pod that lived for half of the time counts half. What nodes used beyond their containers is unattributed, never negative.
/// </summary>
public static class CostAttribution
{
    /// <summary>One result for each origin and source among the figures, because those must not be added up.</summary>
    public static IReadOnlyList<ClusterCost> Attribute(ClusterUse use, AgentSharing sharing = AgentSharing.ByPods)
    {
        ArgumentNullException.ThrowIfNull(use);
        return [.. use.Kinds.OrderBy(kind => kind.Origin).ThenBy(kind => kind.Source, StringComparer.Ordinal).Select(kind => Attribute(use, kind, sharing))];
    }

    private static ClusterCost Attribute(ClusterUse use, (Origin Origin, string Source) kind, AgentSharing sharing)
    {
        var nodes = use.Nodes.Where(node => (node.Origin, node.Source) == kind && node.ObservedSeconds > 0).ToDictionary(node => node.Node);
        var held = use.Containers
            .Where(container => (container.Origin, container.Source) == kind && nodes.ContainsKey(container.Node))
            .Select(container => (Container: container, Held: Mean(container, nodes[container.Node].ObservedSeconds)))
            .ToList();
        var shares = held.GroupBy(each => CostShares.Of(each.Container.Class)).ToDictionary(group => group.Key, group => Sum(group.Select(each => each.Held)));
        var rest = Sum(nodes.Values.Select(node => Beyond(node, Sum(held.Where(each => each.Container.Node == node.Node).Select(each => each.Held)))));
        if (rest.Used != Consumption.None)
        {
            shares[CostShare.Unattributed] = rest;
        }

        return new(
            kind.Origin, kind.Source, use.From, use.To, TimeSpan.FromSeconds(nodes.Values.Select(node => node.ObservedSeconds).DefaultIfEmpty(0).Max()), shares,
            Pods(held, sharing), nodes.Count,
            MeanCount(held.Select(each => each.Container).Where(container => IsProxy(container)), nodes),
            MeanCount(PerPod(held, WorkloadClass.App), nodes), MeanCount(PerPod(held, WorkloadClass.ControlPlane), nodes),
            held.TrueForAll(each => each.Container.CpuRequestCores is not null))
        {
            Requests = held.GroupBy(each => CostShares.Of(each.Container.Class)).ToDictionary(
                group => group.Key, group => group.Aggregate(Consumption.None, (sum, each) => sum + Requested(each.Container, nodes[each.Container.Node].ObservedSeconds))),
            GatewayPods = MeanCount(PerPod(held, WorkloadClass.Gateway), nodes),
        };
    }

    private static Consumption Requested(ContainerUse container, double seconds) =>
        new Consumption(container.CpuRequestCores ?? 0, container.MemoryRequestBytes ?? 0) * (container.ObservedSeconds / seconds);

    private static UsedAndCharged Mean(ContainerUse container, double seconds) => new(
        new(container.Cpu.Used / seconds, container.Memory.Used / seconds),
        new(container.Cpu.Charged / seconds, container.Memory.Charged / seconds));

    /// <summary>What a node used beyond its containers. It reserves nothing, so it is charged as used.</summary>
    private static UsedAndCharged Beyond(NodeUse node, UsedAndCharged containers)
    {
        var beyond = new Consumption(
            Math.Max(0, ((node.CpuCoreSeconds ?? 0) / node.ObservedSeconds) - containers.Used.CpuCores),
            Math.Max(0, ((node.MemoryByteSeconds ?? 0) / node.ObservedSeconds) - containers.Used.MemoryBytes));
        return new(beyond, beyond);
    }

    private static List<PodCost> Pods(List<(ContainerUse Container, UsedAndCharged Held)> held, AgentSharing sharing)
    {
        var pods = held
            .Where(each => each.Container.Class is WorkloadClass.App or WorkloadClass.Proxy or WorkloadClass.Other)
            .GroupBy(each => (each.Container.Namespace, each.Container.Pod, each.Container.Node))
            .Select(pod => new PodCost(
                pod.Key.Namespace, pod.Key.Pod, pod.Key.Node, Of(pod, WorkloadClass.App), Of(pod, WorkloadClass.Proxy), Of(pod, WorkloadClass.Other), default))
            .ToList();
        foreach (var agents in held.Where(each => each.Container.Class == WorkloadClass.NodeAgent).GroupBy(each => each.Container.Node))
        {
            var served = pods.Where(pod => pod.Node == agents.Key && (pod.App != default || pod.Sidecar != default)).ToList();
            var parts = Parts(served, sharing);
            for (var index = 0; index < served.Count; index++)
            {
                pods[pods.IndexOf(served[index])] = served[index] with { NodeAgents = Sum(agents.Select(each => each.Held)) * parts[index] };
            }
        }

        return [.. pods.OrderBy(pod => pod.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.Pod, StringComparer.Ordinal)];
    }

    /// <summary>The part of each pod; they add up to one.</summary>
    private static double[] Parts(List<PodCost> served, AgentSharing sharing)
    {
        var use = served.Select(pod => pod.App.Used.CpuCores + pod.Sidecar.Used.CpuCores).ToList();
        return sharing == AgentSharing.ByTraffic && use.Sum() > 0 ? [.. use.Select(cpu => cpu / use.Sum())] : [.. served.Select(_ => 1.0 / served.Count)];
    }

    private static UsedAndCharged Of(IEnumerable<(ContainerUse Container, UsedAndCharged Held)> pod, WorkloadClass workloadClass) =>
        Sum(pod.Where(each => each.Container.Class == workloadClass).Select(each => each.Held));

    private static UsedAndCharged Sum(IEnumerable<UsedAndCharged> parts) => parts.Aggregate(default(UsedAndCharged), (sum, part) => sum + part);

    /// <summary>Whether it is the proxy itself rather than init work.</summary>
    private static bool IsProxy(ContainerUse container) => container is { Class: WorkloadClass.Proxy, Container: "istio-proxy" or "linkerd-proxy" };

    /// <summary>The longest-lived container of each pod of a class.</summary>
    private static IEnumerable<ContainerUse> PerPod(List<(ContainerUse Container, UsedAndCharged Held)> held, WorkloadClass workloadClass) => held
        .Select(each => each.Container)
        .Where(container => container.Class == workloadClass)
        .GroupBy(container => (container.Namespace, container.Pod))
        .Select(pod => pod.MaxBy(container => container.ObservedSeconds)!);

    private static double MeanCount(IEnumerable<ContainerUse> containers, Dictionary<string, NodeUse> nodes) =>
        containers.Sum(container => Math.Min(1, container.ObservedSeconds / nodes[container.Node].ObservedSeconds));
}
