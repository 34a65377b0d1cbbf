using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>What of Istio is installed and ready in a cluster.</summary>
/// <param name="Namespace">Where istiod runs, e.g. <c>istio-system</c>.</param>
/// <param name="Revision">Its revision; <c>default</c> when it has none.</param>
/// <param name="ProxyImage">The image of sidecars, gateways and waypoints.</param>
/// <param name="HasCni">Whether Istio's CNI agent redirects traffic, so that pods need no privileged init container.</param>
/// <param name="ProxyResources">Resources of sidecars from the injector's values; null for Istio's own defaults.</param>
internal sealed record IstioInstallation(string Namespace, string Revision, string ProxyImage, bool HasCni, JsonObject? ProxyResources)
{
    /// <summary>Every istiod that is ready; empty when there is none.</summary>
    public static IReadOnlyList<IstioInstallation> Find(ObjectStore store) =>
        [.. store.List("apps", "deployments").Where(IsReadyIstiod).Select(istiod => Read(store, istiod))];

    /// <summary>Whether ztunnel runs on some node.</summary>
    public static bool HasZtunnel(ObjectStore store) =>
        store.List("apps", "daemonsets").Any(one => one.Name() == "ztunnel" && one.Integer("status", "numberReady") > 0);

    private static bool IsReadyIstiod(JsonObject deployment) =>
        (deployment.Label("app") == "istiod" || deployment.Name() == "istiod" || deployment.Name().StartsWith("istiod-", StringComparison.Ordinal))
        && deployment.Integer("status", "availableReplicas") > 0;

    private static IstioInstallation Read(ObjectStore store, JsonObject istiod)
    {
        var image = istiod.Items("spec", "template", "spec", "containers").FirstOrDefault().Text("image") ?? "docker.io/istio/pilot:latest";
        var (name, tag) = ContainerImage.Split(image);
        var revision = istiod.Label("istio.io/rev") ?? istiod.Text("spec", "template", "metadata", "labels", "istio.io/rev") ?? "default";
        var injector = store.Peek(new ObjectKey("", "configmaps", istiod.Namespace(), revision == "default" ? "istio-sidecar-injector" : $"istio-sidecar-injector-{revision}"));
        return new IstioInstallation(
            istiod.Namespace(),
            revision,
            $"{name[..(name.LastIndexOf('/') + 1)]}proxyv2:{tag}",
            store.List("apps", "daemonsets").Any(one => one.Name() == "istio-cni-node" && one.Integer("status", "numberReady") > 0),
            Resources(injector.Text("data", "values")));
    }

    private static JsonObject? Resources(string? values)
    {
        try
        {
            return values is null ? null : JsonNode.Parse(values).At("global", "proxy", "resources") as JsonObject;
        }
        catch (JsonException)
        {
            // Values that are no JSON leave Istio's defaults in force.
            return null;
        }
    }
}
