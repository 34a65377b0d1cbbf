using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Gives each namespace what a real cluster gives it: the default service account and the cluster's root certificate.</summary>
internal sealed class NamespaceController(ControllerContext context) : IController
{
    public string Name => "namespace-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: "", Plural: "namespaces" } when !deleted => [key],
        { Group: "", Plural: "serviceaccounts", Name: "default" } when deleted => [new ObjectKey("", "namespaces", "", key.Namespace)],
        { Group: "", Plural: "configmaps", Name: "kube-root-ca.crt" } when deleted => [new ObjectKey("", "namespaces", "", key.Namespace)],
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } space || space.IsTerminating())
        {
            return null;
        }

        context.Ensure(new ObjectKey("", "serviceaccounts", key.Name, "default"), () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = key.Name },
        });
        context.Ensure(new ObjectKey("", "configmaps", key.Name, "kube-root-ca.crt"), () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = "kube-root-ca.crt",
                ["namespace"] = key.Name,
                ["annotations"] = new JsonObject { ["kubernetes.io/description"] = "Stands for the bundle that verifies the API server; the demo cluster speaks plain HTTP on loopback." },
            },
            ["data"] = new JsonObject { ["ca.crt"] = "simulated" },
        });
        return null;
    }
}
