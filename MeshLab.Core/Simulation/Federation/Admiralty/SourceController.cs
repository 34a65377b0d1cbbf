using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>Binds the source role to the identity that a Source or ClusterSource names, and makes its service account where there is none.</summary>
internal sealed class SourceController(ControllerContext context) : IController
{
    private static readonly string[] Kinds = ["sources", "clustersources"];

    public string Name => "admiralty-source-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (AdmiraltyNames.Group, "sources" or "clustersources") => [key],
        ("apps", "deployments") when key.Name.EndsWith(AdmiraltyNames.ControllerManager, StringComparison.Ordinal) =>
            Kinds.SelectMany(plural => context.Store.List(AdmiraltyNames.Group, plural).Select(one => new ObjectKey(AdmiraltyNames.Group, plural, one.Namespace(), one.Name()))),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is null && key.Plural == "sources")
        {
            // It has no owner, because a binding of the whole cluster cannot belong to something in a namespace; real ones stay behind.
            context.Delete(new ObjectKey("rbac.authorization.k8s.io", "clusterrolebindings", "", Viewer(key)));
            return null;
        }

        if (context.Store.Peek(key) is not { } source || source.IsTerminating() || !AdmiraltyTarget.IsInstalled(context.Cluster))
        {
            return null;
        }

        var whole = key.Plural == "clustersources";
        var account = whole ? source.Text("spec", "serviceAccount", "name") : source.Text("spec", "serviceAccountName");
        var space = whole ? source.Text("spec", "serviceAccount", "namespace") ?? "" : key.Namespace;
        if (account is not null)
        {
            context.Ensure(new ObjectKey("", "serviceaccounts", space, account), () => Make("v1", "ServiceAccount", account, space, source, []));
        }

        JsonObject subject = account is not null
            ? new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = space }
            : new JsonObject { ["kind"] = "User", ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = source.Text("spec", "userName") };
        if (whole)
        {
            Bind("ClusterRoleBinding", "clusterrolebindings", "", $"admiralty-cluster-source-{key.Name}", "source");
            Bind("ClusterRoleBinding", "clusterrolebindings", "", $"admiralty-cluster-source-{key.Name}-cluster-summary-viewer", "cluster-summary-viewer");
        }
        else
        {
            Bind("RoleBinding", "rolebindings", key.Namespace, $"admiralty-source-{key.Name}", "source");
            Bind("ClusterRoleBinding", "clusterrolebindings", "", Viewer(key), "cluster-summary-viewer");
        }

        return null;

        void Bind(string kind, string plural, string @namespace, string name, string role) =>
            context.Ensure(new ObjectKey("rbac.authorization.k8s.io", plural, @namespace, name), () => Make("rbac.authorization.k8s.io/v1", kind, name, @namespace, source, new JsonObject
            {
                ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = $"admiralty-{role}" },
                ["subjects"] = new JsonArray(subject.DeepClone()),
            }));
    }

    private static string Viewer(ObjectKey source) => $"admiralty-source-{source.Namespace}-{source.Name}-cluster-summary-viewer";

    private static JsonObject Make(string apiVersion, string kind, string name, string @namespace, JsonObject owner, JsonObject content)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace.Length > 0)
        {
            metadata["namespace"] = @namespace;
        }

        // An owner has to be in the same namespace, or in none.
        if (owner.Namespace().Length == 0 || owner.Namespace() == @namespace)
        {
            metadata["ownerReferences"] = new JsonArray(Ownership.Reference(owner));
        }

        content["apiVersion"] = apiVersion;
        content["kind"] = kind;
        content["metadata"] = metadata;
        return content;
    }
}
