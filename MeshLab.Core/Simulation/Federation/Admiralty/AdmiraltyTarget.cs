using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>A Target or ClusterTarget: another cluster, or this one, that pods may be sent to.</summary>
/// <param name="Namespace">The Target's namespace; empty for a ClusterTarget.</param>
/// <param name="Name">Its name.</param>
/// <param name="Resource">The object.</param>
internal sealed record AdmiraltyTarget(string Namespace, string Name, JsonObject Resource)
{
    public string Node => AdmiraltyNames.Node(Namespace, Name);

    public string Finalizer => AdmiraltyNames.Finalizer(Namespace, Name);

    public static bool IsInstalled(DemoCluster cluster) => cluster.Store.List("apps", "deployments")
        .Any(one => one.Label("app.kubernetes.io/name") == "admiralty" && one.Name().EndsWith(AdmiraltyNames.ControllerManager, StringComparison.Ordinal));

    public static IEnumerable<AdmiraltyTarget> All(ObjectStore store) =>
        store.List(AdmiraltyNames.Group, "clustertargets").Concat(store.List(AdmiraltyNames.Group, "targets")).Where(one => !one.IsTerminating())
            .Select(one => new AdmiraltyTarget(one.Namespace(), one.Name(), one));

    /// <summary>The targets that pods of a namespace may go to.</summary>
    public static IEnumerable<AdmiraltyTarget> For(ObjectStore store, string @namespace) => All(store).Where(one => one.Namespace.Length == 0 || one.Namespace == @namespace);

    /// <summary>The target's cluster, if its kubeconfig opens one that lets this cluster's pods into <paramref name="space"/>; otherwise why not.</summary>
    public (DemoCluster? Cluster, string? Problem) Open(DemoCluster from, string? space)
    {
        if (Resource.Flag("spec", "self"))
        {
            return (from, null);
        }

        var holder = Namespace.Length > 0 ? Namespace : Resource.Text("spec", "kubeconfigSecret", "namespace") ?? "";
        var name = Resource.Text("spec", "kubeconfigSecret", "name") ?? "";
        if (Credentials.Find(from, from.Store.Peek(new ObjectKey("", "secrets", holder, name)), Resource.Text("spec", "kubeconfigSecret", "key") ?? "config") is not { } identity)
        {
            return (null, $"the kubeconfig in the Secret {holder}/{name} opens no cluster");
        }

        return Lets(identity, space ?? Namespace)
            ? (identity.Cluster, null)
            : (null, $"{identity.Cluster.Name} has no Source or ClusterSource for the service account {identity.Namespace}/{identity.Account}");
    }

    private static bool Lets(Identity identity, string space)
    {
        var store = identity.Cluster.Store;
        return IsInstalled(identity.Cluster)
            && (store.List(AdmiraltyNames.Group, "clustersources").Any(one => one.Text("spec", "serviceAccount", "name") == identity.Account && one.Text("spec", "serviceAccount", "namespace") == identity.Namespace)
                || store.List(AdmiraltyNames.Group, "sources", identity.Namespace).Any(one => one.Text("spec", "serviceAccountName") == identity.Account && (space.Length == 0 || one.Namespace() == space)));
    }
}
