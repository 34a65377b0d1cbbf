using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>Finds meshes by the workloads of their control planes and node agents.</summary>
internal static class MeshDetector
{
    private const string Deployments = "/apis/apps/v1/deployments?labelSelector=";
    private const string DaemonSets = "/apis/apps/v1/daemonsets?labelSelector=";

    /// <summary>E.g. <c>istio 1.30.3</c>, in a fixed order; null when nothing could be looked at.</summary>
    public static async Task<IReadOnlyList<string>?> FindAsync(ClusterProbe probe, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
            FindAsync(probe, "istio", Deployments + "app%3Distiod", cancellationToken),
            FindAsync(probe, "istio-ambient", DaemonSets + "app%3Dztunnel", cancellationToken),
            FindAsync(probe, "linkerd", Deployments + "linkerd.io%2Fcontrol-plane-component%3Ddestination", cancellationToken),
            FindAsync(probe, "cilium", DaemonSets + "k8s-app%3Dcilium", cancellationToken));
        return found.All(one => one is null) ? null : [.. found.OfType<string>().Where(one => one.Length > 0)];
    }

    /// <summary>The mesh with its version; empty when it is not there, null when its workloads may not be listed.</summary>
    private static async Task<string?> FindAsync(ClusterProbe probe, string mesh, string path, CancellationToken cancellationToken)
    {
        var workloads = await probe.ListAsync(path, cancellationToken);
        return workloads switch
        {
            null => null,
            [] => "",
            [var first, ..] => Version(first) is { } version ? $"{mesh} {version}" : mesh,
        };
    }

    /// <summary>From the labels that Helm charts set, else from the tag of the first container's image.</summary>
    private static string? Version(JsonObject workload)
    {
        var labels = workload["metadata"]?["labels"];
        var version = labels?["app.kubernetes.io/version"]?.ToString()
            ?? Tag((workload["spec"]?["template"]?["spec"]?["containers"] as JsonArray)?.FirstOrDefault()?["image"]?.ToString());
        return version?.TrimStart('v');
    }

    private static string? Tag(string? image)
    {
        var name = image?.Split('@')[0];
        var colon = name?.LastIndexOf(':') ?? -1;
        return colon > 0 && !name![colon..].Contains('/', StringComparison.Ordinal) ? name[(colon + 1)..] : null;
    }
}
