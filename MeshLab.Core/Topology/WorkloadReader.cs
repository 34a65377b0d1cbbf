using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Classification;

namespace MeshLab.Core.Topology;

/// <summary>Reads the workloads on a cluster, and what carries their traffic: those of applications, and apart from them the meshes' own parts and what watches them.</summary>
internal static class WorkloadReader
{
    public static async Task<(IReadOnlyList<TopologyWorkload> Applications, IReadOnlyList<TopologyWorkload> Others)> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync("v1", "Pod", null, null, cancellationToken);
        var namespaces = (await client.ListAsync("v1", "Namespace", null, null, cancellationToken)).ToDictionary(one => one["metadata"]!["name"]!.ToString(), StringComparer.Ordinal);
        var agents = pods.Select(Owner).Where(owner => owner.Kind == "DaemonSet").Select(owner => owner.Name).ToHashSet(StringComparer.Ordinal);
        var workloads = pods.Where(pod => pod["status"]?["phase"]?.ToString() is not ("Succeeded" or "Failed"))
            .GroupBy(pod => (Namespace: pod["metadata"]!["namespace"]!.ToString(), Owner: Owner(pod)))
            .Select(group => (IsOurs: IsOfAnApplication(group.First()), Workload: Workload(group.Key.Namespace, group.Key.Owner, [.. group], namespaces.GetValueOrDefault(group.Key.Namespace), agents)))
            .OrderBy(one => one.Workload.Namespace, StringComparer.Ordinal).ThenBy(one => one.Workload.Name, StringComparer.Ordinal)
            .ToLookup(one => one.IsOurs, one => one.Workload);
        return ([.. workloads[true]], [.. workloads[false]]);
    }

    private static TopologyWorkload Workload(string space, (string Kind, string Name) owner, IReadOnlyList<JsonObject> pods, JsonObject? @namespace, HashSet<string> agents)
    {
        var seen = pods.Select(pod => (Pod: pod, Carrier: Carrier(pod, @namespace, agents))).OrderBy(one => Text(one.Pod, "metadata", "name"), StringComparer.Ordinal).ToList();
        var most = seen.GroupBy(one => one.Carrier).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Proxy).First().Key;
        return new(
            space, owner.Kind, owner.Name, most.Mesh, most.Proxy, most is { Mesh: MeshParts.Istio, Proxy: ProxyKind.NodeAgent } ? Waypoint(pods[0], @namespace) : null,
            [.. seen.Select(one => new TopologyPod(Text(one.Pod, "metadata", "name")!, Text(one.Pod, "spec", "nodeName") ?? "", IsReady(one.Pod), one.Carrier.Proxy))]);
    }

    private static (ProxyKind Proxy, string Mesh) Carrier(JsonObject pod, JsonObject? @namespace, HashSet<string> agents)
    {
        if (Label(pod, "gateway.networking.k8s.io/gateway-name") is not null || Label(pod, "istio") is "ingressgateway" or "egressgateway" or "eastwestgateway")
        {
            return (Label(pod, "gateway.istio.io/managed") == "istio.io-mesh-controller" ? ProxyKind.Waypoint : ProxyKind.Gateway, MeshParts.Istio);
        }

        if (Containers(pod).Select(name => MeshParts.Sidecars.GetValueOrDefault(name)).OfType<string>().FirstOrDefault() is { } mesh)
        {
            return (ProxyKind.Sidecar, mesh);
        }

        var mode = Label(pod, "istio.io/dataplane-mode") ?? Label(@namespace, "istio.io/dataplane-mode");
        if (agents.Contains("ztunnel") && (mode == "ambient" || pod["metadata"]?["annotations"]?["ambient.istio.io/redirection"]?.ToString() == "enabled"))
        {
            return (ProxyKind.NodeAgent, MeshParts.Istio);
        }

        return agents.Contains("cilium") && pod["spec"]?["hostNetwork"]?.ToString() != "true" ? (ProxyKind.NodeAgent, MeshParts.Cilium) : (ProxyKind.None, ContainerClass.NoMesh);
    }

    private static string? Waypoint(JsonObject pod, JsonObject? @namespace)
    {
        var holder = Label(pod, "istio.io/use-waypoint") is not null ? pod : @namespace;
        var name = Label(holder, "istio.io/use-waypoint");
        return name is null or "none" ? null : Label(holder, "istio.io/use-waypoint-namespace") is { } elsewhere ? $"{elsewhere}/{name}" : name;
    }

    private static bool IsOfAnApplication(JsonObject pod)
    {
        var space = pod["metadata"]?["namespace"]?.ToString() ?? "";
        return !MeshParts.SystemNamespaces.Contains(space) && !MeshParts.ControlPlaneNamespaces.ContainsKey(space)
            && !MeshParts.AddOns.Contains(Label(pod, "app.kubernetes.io/name") ?? Label(pod, "app") ?? "");
    }

    private static (string Kind, string Name) Owner(JsonObject pod)
    {
        var name = Text(pod, "metadata", "name")!;
        if ((pod["metadata"]?["ownerReferences"] as JsonArray)?.FirstOrDefault() is not { } owner)
        {
            return ("Pod", name);
        }

        var (kind, by) = (owner["kind"]?.ToString() ?? "Pod", owner["name"]?.ToString() ?? name);
        return kind == "ReplicaSet" && by.LastIndexOf('-') is > 0 and var at ? ("Deployment", by[..at]) : (kind, by);
    }

    private static IEnumerable<string> Containers(JsonObject pod) => (pod["spec"]?["containers"] as JsonArray ?? [])
        .Concat(pod["spec"]?["initContainers"] as JsonArray ?? []).Select(one => one?["name"]?.ToString()).OfType<string>();

    private static bool IsReady(JsonObject pod) => (pod["status"]?["conditions"] as JsonArray)?.Any(one => one?["type"]?.ToString() == "Ready" && one["status"]?.ToString() == "True") == true;

    private static string? Label(JsonObject? resource, string name) => resource?["metadata"]?["labels"]?[name]?.ToString();

    private static string? Text(JsonObject resource, string part, string name) => resource[part]?[name]?.ToString();
}
