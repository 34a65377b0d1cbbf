using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>Argo CD on a cluster: which of its controllers run, and the names of its objects.</summary>
internal static class ArgoInstallation
{
    public const string Group = "argoproj.io";
    public const string ApiVersion = "argoproj.io/v1alpha1";
    public const string Finalizer = "resources-finalizer.argocd.argoproj.io";
    public const string SecretType = "argocd.argoproj.io/secret-type";

    public static bool Runs(DemoCluster cluster, string component) =>
        cluster.Store.List("apps", "deployments").Concat(cluster.Store.List("apps", "statefulsets"))
            .Any(one => one.Name().EndsWith("argocd-" + component, StringComparison.Ordinal) && !one.IsTerminating());

    public static ObjectKey Application(string @namespace, string name) => new(Group, "applications", @namespace, name);

    public static IEnumerable<ObjectKey> Keys(DemoCluster cluster, string plural, string? @namespace = null) =>
        cluster.Store.List(Group, plural, @namespace).Select(one => new ObjectKey(Group, plural, one.Namespace(), one.Name()));

    /// <summary>Whether a change is one of the workloads of a controller, or of what every controller reads.</summary>
    public static bool IsPart(ObjectKey key, string component) =>
        (key.Group, key.Plural) is ("apps", "deployments") or ("apps", "statefulsets") && key.Name.EndsWith("argocd-" + component, StringComparison.Ordinal);

    public static JsonObject Condition(DemoCluster cluster, string type, string message) => new()
    {
        ["type"] = type,
        ["message"] = message,
        ["lastTransitionTime"] = cluster.Timestamp,
    };
}
