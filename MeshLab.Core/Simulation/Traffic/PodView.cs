using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>A pod as traffic sees it: who it is, where it is and what carries its traffic.</summary>
internal sealed class PodView
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    public PodView(ClusterView view, JsonObject pod)
    {
        Cluster = view.Cluster;
        Pod = pod;
        Labels = pod.Pairs("metadata", "labels");
        DataPlane = DataPlaneOf(view, pod);
        IsGateway = Labels.ContainsKey("gateway.networking.k8s.io/gateway-name")
            || (pod.Items("spec", "containers").Any() && pod.Items("spec", "containers").All(one => one.Scalar("name") == "istio-proxy" && !IsZtunnel(one)));
    }

    public DemoCluster Cluster { get; }

    public JsonObject Pod { get; }

    public string Name => Pod.Name();

    public string Namespace => Pod.Namespace();

    /// <summary>The name of what made it: a Deployment, a DaemonSet, …, or its own.</summary>
    public string Workload => Pod.Items("metadata", "ownerReferences").FirstOrDefault() is { } owner
        ? owner.Scalar("kind") == "ReplicaSet" && owner.Scalar("name") is { } set && set.LastIndexOf('-') is > 0 and var at ? set[..at] : owner.Scalar("name") ?? Name
        : Name;

    public IReadOnlyDictionary<string, string> Labels { get; }

    public DataPlane DataPlane { get; }

    public string ServiceAccount => Pod.Scalar("spec", "serviceAccountName") ?? "default";

    public string Address => Pod.Scalar("status", "podIP") ?? "";

    public string Node => Pod.Scalar("spec", "nodeName") ?? "";

    /// <summary>The identity a mesh proves, in Istio's form without the scheme.</summary>
    public string Principal => $"cluster.local/ns/{Namespace}/sa/{ServiceAccount}";

    /// <summary>A key no other pod has.</summary>
    public string Key => $"{Cluster.Name}/{Namespace}/{Name}";

    public bool IsReady => Pod["metadata"]?["deletionTimestamp"] is null && Pod.Items("status", "conditions").Any(one => one.Scalar("type") == "Ready" && one.IsTrue("status"));

    /// <summary>Containers and native sidecars.</summary>
    public IEnumerable<JsonObject> Containers => ContainersOf(Pod);

    /// <summary>Whether it is a gateway or waypoint: a proxy with no application behind it.</summary>
    public bool IsGateway { get; }

    /// <summary>The number of a container port given by number or name.</summary>
    public int? PortNumber(string? port)
    {
        if (int.TryParse(port, out var number))
        {
            return number;
        }

        return Pod.Items("spec", "containers").SelectMany(one => one.Items("ports")).FirstOrDefault(one => one.Scalar("name") == port)?.Whole("containerPort");
    }

    private static IEnumerable<JsonObject> ContainersOf(JsonObject pod) =>
        ContainerLists.SelectMany(list => pod.Items("spec", list).Where(one => list == "containers" || one.Scalar("restartPolicy") == "Always"));

    private static DataPlane DataPlaneOf(ClusterView view, JsonObject pod)
    {
        foreach (var container in ContainersOf(pod))
        {
            switch (container.Scalar("name"))
            {
                case "istio-proxy" when !IsZtunnel(container):
                    return DataPlane.IstioSidecar;
                case "linkerd-proxy":
                    return DataPlane.Linkerd;
            }
        }

        return IsAmbient(view, pod) ? DataPlane.IstioAmbient : DataPlane.None;
    }

    private static bool IsZtunnel(JsonObject container) => container.Texts("args").Contains("ztunnel");

    private static bool IsAmbient(ClusterView view, JsonObject pod)
    {
        var asked = pod.Scalar("metadata", "labels", "istio.io/dataplane-mode") ?? view.Namespace(pod.Namespace()).Scalar("metadata", "labels", "istio.io/dataplane-mode");
        return asked == "ambient" && !pod.IsTrue("spec", "hostNetwork") && view.HasZtunnel;
    }
}
