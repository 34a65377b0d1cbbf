using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Which network plugin and which meshes are on a cluster, and whether they get in each other's way.</summary>
internal static class NetworkCheck
{
    private const string PluginName = "Network plugin";
    private const string MeshName = "Meshes";

    /// <summary>Network plugins by the names of their DaemonSets.</summary>
    private static readonly Dictionary<string, string> Plugins = new(StringComparer.Ordinal)
    {
        ["kindnet"] = "kindnet",
        ["cilium"] = "cilium",
        ["anetd"] = "cilium (GKE Dataplane V2)",
        ["calico-node"] = "calico",
        ["canal"] = "canal",
        ["kube-flannel-ds"] = "flannel",
        ["kube-flannel"] = "flannel",
        ["weave-net"] = "weave",
        ["antrea-agent"] = "antrea",
        ["kube-router"] = "kube-router",
        ["aws-node"] = "amazon-vpc-cni",
        ["azure-cns"] = "azure-cni",
        ["ovnkube-node"] = "ovn-kubernetes",
        ["kube-ovn-cni"] = "kube-ovn",
    };

    /// <summary>Meshes that MeshLab installs no control plane of, by a part of the name of their webhook.</summary>
    private static readonly (string Webhook, string Mesh)[] OtherInjectors =
    [
        ("kuma-", "Kuma"), ("consul-connect-injector", "Consul"), ("osm-webhook", "Open Service Mesh"), ("nginx-mesh", "NGINX Service Mesh"), ("traefik-mesh", "Traefik Mesh"),
    ];

    public static async Task<IReadOnlyList<PreflightCheck>> CheckAsync(ClusterFacts facts, Scenario scenario, IReadOnlyList<string> conflicts, CancellationToken cancellationToken)
    {
        var checks = new List<PreflightCheck> { await PluginAsync(facts, scenario, cancellationToken) };
        checks.AddRange(conflicts.Select(conflict => new PreflightCheck(MeshName, facts.Name, PreflightStatus.Problem, conflict)));
        var others = await OthersAsync(facts, cancellationToken);
        if (others.Count > 0)
        {
            checks.Add(new(MeshName, facts.Name, PreflightStatus.Warning, $"{string.Join(", ", others)} injects pods on this cluster.", "A pod must not get two sidecars: keep its namespaces apart from the scenario's, or use another cluster."));
        }

        if (conflicts.Count == 0 && !facts.Status.MeshesKnown)
        {
            checks.Add(new(MeshName, facts.Name, PreflightStatus.Skipped, "The user may not list Deployments and DaemonSets, so whether a mesh is on the cluster is not known."));
        }
        else if (conflicts.Count == 0)
        {
            checks.Add(new(MeshName, facts.Name, PreflightStatus.Ok, facts.Status.Meshes.Count == 0 ? "No mesh is on the cluster." : $"On the cluster: {string.Join(", ", facts.Status.Meshes)}. Nothing of it is in the way."));
        }

        return checks;
    }

    private static async Task<PreflightCheck> PluginAsync(ClusterFacts facts, Scenario scenario, CancellationToken cancellationToken)
    {
        if (facts.Status.Cluster.IsSimulated)
        {
            return new(PluginName, facts.Name, PreflightStatus.Skipped, "The demo cluster has a network of its own.");
        }

        IReadOnlyList<string> found;
        try
        {
            var daemons = await facts.Client.ListAsync("apps/v1", "DaemonSet", null, null, cancellationToken);
            found = [.. daemons.Select(one => Plugins.GetValueOrDefault(one["metadata"]?["name"]?.ToString() ?? "")).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        }
        catch (ClusterException error)
        {
            return new(PluginName, facts.Name, PreflightStatus.Skipped, $"The DaemonSets cannot be read: {error.Message}");
        }

        var other = found.Where(one => !one.StartsWith("cilium", StringComparison.Ordinal)).ToList();
        if (scenario.Mesh == Mesh.Cilium && other.Count > 0)
        {
            return new(PluginName, facts.Name, PreflightStatus.Warning, $"{scenario.Name} brings Cilium as network plugin, and the cluster runs {string.Join(", ", other)}.", "Use a cluster without one (Kind: disableDefaultCNI: true), or pods keep the old plugin's addresses until they are restarted.");
        }

        return found.Count > 0
            ? new(PluginName, facts.Name, PreflightStatus.Ok, $"The cluster runs {string.Join(", ", found)}.")
            : new(PluginName, facts.Name, PreflightStatus.Ok, scenario.Mesh == Mesh.Cilium ? "None, as it should be: the scenario brings one." : "None that MeshLab knows by its DaemonSet.");
    }

    private static async Task<IReadOnlyList<string>> OthersAsync(ClusterFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            var hooks = await facts.Client.ListAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, null, cancellationToken);
            return [.. OtherInjectors.Where(one => hooks.Any(hook => hook["metadata"]?["name"]?.ToString().Contains(one.Webhook, StringComparison.Ordinal) == true)).Select(one => one.Mesh)];
        }
        catch (ClusterException)
        {
            // Who may not read webhooks is not told of other meshes; those of the lab are found by their workloads.
            return [];
        }
    }
}
