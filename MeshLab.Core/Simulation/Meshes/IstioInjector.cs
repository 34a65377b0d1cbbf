using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>
/// Istio's injection webhook: which pods get a sidecar, by the same labels of namespace and pod, and how it looks
/// (a native sidecar, default requests 100m and 128Mi, limits 2 and 1Gi).
/// </summary>
internal static class IstioInjector
{
    private const string InjectLabel = "sidecar.istio.io/inject";
    private const string RevisionLabel = "istio.io/rev";

    public static void Inject(DemoCluster cluster, JsonObject pod)
    {
        if (pod.Flag("spec", "hostNetwork") || pod.Namespace() is "kube-system" or "kube-public" or "kube-node-lease"
            || cluster.Store.Peek(new ObjectKey("", "namespaces", "", pod.Namespace())) is not { } space)
        {
            return;
        }

        var installations = IstioInstallation.Find(cluster.Store);
        if (installations.Count == 0 || Wanted(cluster.Store, pod, space) is not { } revision
            || (installations.FirstOrDefault(one => one.Revision == revision) ?? (revision == "default" ? installations[0] : null)) is not { } istio)
        {
            return;
        }

        if (pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).FirstOrDefault(one => one.Text("name") == "istio-proxy") is { } own)
        {
            // A gateway brings its proxy along and asks for the image only.
            if (own.Text("image") is null or "auto")
            {
                own["image"] = istio.ProxyImage;
            }
        }
        else
        {
            IstioSidecar.Add(pod, istio);
        }

        Mark(pod, istio);
    }

    /// <summary>The revision that is to inject, or null for none.</summary>
    private static string? Wanted(ObjectStore store, JsonObject pod, JsonObject space)
    {
        var onPod = pod.Label(InjectLabel) ?? pod.Annotation(InjectLabel);
        if (onPod == "false")
        {
            return null;
        }

        return (space.Label("istio-injection"), space.Label(RevisionLabel)) switch
        {
            ("enabled", _) => "default",
            ({ }, _) => null,
            (null, { } revision) => Tagged(store, revision),
            _ => pod.Label(RevisionLabel) is { } revision ? Tagged(store, revision) : onPod == "true" ? "default" : null,
        };
    }

    /// <summary>The revision behind a tag; a name that is no tag is a revision itself.</summary>
    private static string Tagged(ObjectStore store, string name) =>
        store.List("admissionregistration.k8s.io", "mutatingwebhookconfigurations").FirstOrDefault(one => one.Label("istio.io/tag") == name)?.Label(RevisionLabel) ?? name;

    private static void Mark(JsonObject pod, IstioInstallation istio)
    {
        var labels = pod.Map("metadata").Map("labels");
        labels["security.istio.io/tlsMode"] ??= "istio";
        labels["service.istio.io/canonical-name"] ??= pod.Label("app.kubernetes.io/name") ?? pod.Label("app") ?? pod.Name();
        labels["service.istio.io/canonical-revision"] ??= pod.Label("app.kubernetes.io/version") ?? pod.Label("version") ?? "latest";
        var annotations = pod.Map("metadata").Map("annotations");
        var first = pod.Items("spec", "containers").First().Text("name");
        annotations["kubectl.kubernetes.io/default-container"] ??= first;
        annotations["kubectl.kubernetes.io/default-logs-container"] ??= first;
        annotations["istio.io/rev"] = istio.Revision;
        annotations["prometheus.io/path"] ??= "/stats/prometheus";
        annotations["prometheus.io/port"] ??= "15020";
        annotations["prometheus.io/scrape"] ??= "true";
        annotations["sidecar.istio.io/status"] = new JsonObject
        {
            ["initContainers"] = new JsonArray([.. pod.Items("spec", "initContainers").Select(one => one["name"]!.DeepClone())]),
            ["containers"] = null,
            ["volumes"] = new JsonArray("workload-socket", "credential-socket", "workload-certs", "istio-envoy", "istio-data", "istio-podinfo", "istio-token", "istiod-ca-cert"),
            ["imagePullSecrets"] = null,
            ["revision"] = istio.Revision,
        }.ToJsonString();
    }
}
