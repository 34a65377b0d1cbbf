using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Whether what a plan's pods request fits into what the nodes have left. Warns only: quotas, autoscalers and evictions decide in the end.</summary>
internal static class CapacityCheck
{
    private const string Name = "Capacity";

    /// <summary>What an Istio sidecar requests by default (chart istiod, values <c>global.proxy.resources</c>).</summary>
    private static readonly PodRequests IstioSidecar = new(0.1, 128 << 20, 0);

    public static async Task<PreflightCheck> CheckAsync(ClusterFacts facts, Scenario scenario, PlannedObjects plan, CancellationToken cancellationToken)
    {
        if (facts.Nodes is { Count: 0 })
        {
            return new(Name, facts.Name, PreflightStatus.Warning, "The cluster has no nodes.", "Every pod would stay Pending: add a node.");
        }

        if (facts.Nodes is not { } nodes || facts.Pods is not { } pods)
        {
            return new(Name, facts.Name, PreflightStatus.Skipped, "The user may not read nodes and pods, so what is free is not known.");
        }

        var usable = nodes.Where(node => node["spec"]?["unschedulable"]?.ToString() != "true").ToList();
        var needed = PodRequests.None;
        var largest = PodRequests.None;
        foreach (var (workload, injected) in plan.Objects.Select(one => (one, scenario.Mesh == Mesh.Istio)).Concat(plan.Charts.SelectMany(chart => chart.Objects).Select(one => (one, false))))
        {
            var requests = PodRequests.OfWorkload(workload, usable.Count);
            if (requests.Pods > 0 && await NewAsync(facts.Client, workload, cancellationToken))
            {
                var one = (requests * (1 / requests.Pods)) + (injected ? IstioSidecar : PodRequests.None);
                needed += one * requests.Pods;
                largest = new(Math.Max(largest.Cores, one.Cores), Math.Max(largest.Bytes, one.Bytes), 1);
            }
        }

        var free = usable.ToDictionary(node => node["metadata"]!["name"]!.ToString(), node => Allocatable(node));
        foreach (var pod in pods)
        {
            if (pod["spec"]?["nodeName"]?.ToString() is { } node && free.TryGetValue(node, out var left))
            {
                free[node] = left + (PodRequests.Of(pod["spec"]) * -1);
            }
        }

        var all = free.Values.Aggregate(PodRequests.None, (sum, one) => sum + one);
        var found = $"{Asking(plan)} ask for {Describe(needed)}; {Describe(all)} are free on {usable.Count} {(usable.Count == 1 ? "node" : "nodes")}.{Unknown(plan)}";
        if (needed.Cores > all.Cores || needed.Bytes > all.Bytes || needed.Pods > all.Pods)
        {
            return new(Name, facts.Name, PreflightStatus.Warning, found, "Pods would stay Pending: free something, add a node, or lower the replicas.");
        }

        return free.Values.Any(one => largest.Cores <= one.Cores && largest.Bytes <= one.Bytes)
            ? new(Name, facts.Name, PreflightStatus.Ok, found)
            : new(Name, facts.Name, PreflightStatus.Warning, $"{found} No single node has room for the largest pod ({ResourceQuantity.Cores(largest.Cores)}, {ResourceQuantity.Bytes(largest.Bytes)}).", "Free a node, or add one.");
    }

    private static string Asking(PlannedObjects plan) => plan.Charts.Any(chart => chart.Problem is null) ? "The manifests and charts" : "The manifests";

    private static string Unknown(PlannedObjects plan) => plan.Charts.Where(chart => chart.Problem is not null).Select(chart => chart.Release.Release).ToList() is { Count: > 0 } unknown
        ? $" What {string.Join(", ", unknown)} {(unknown.Count == 1 ? "asks" : "ask")} for comes on top and is not known."
        : "";

    /// <summary>Pods of a workload that is there are counted as used already.</summary>
    private static async Task<bool> NewAsync(ClusterClient client, JsonObject workload, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(ObjectRef.Of(workload), cancellationToken) is null;
        }
        catch (ClusterException)
        {
            return true;
        }
    }

    private static PodRequests Allocatable(JsonObject node)
    {
        var allocatable = node["status"]?["allocatable"];
        return new(ResourceQuantity.Of(allocatable?["cpu"]?.ToString()), ResourceQuantity.Of(allocatable?["memory"]?.ToString()), ResourceQuantity.Of(allocatable?["pods"]?.ToString()));
    }

    private static string Describe(PodRequests requests) => $"{requests.Pods:0} pods, {ResourceQuantity.Cores(requests.Cores)} and {ResourceQuantity.Bytes(requests.Bytes)}";
}
