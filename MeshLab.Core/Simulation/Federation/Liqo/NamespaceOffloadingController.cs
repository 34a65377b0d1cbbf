using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>
/// Extends a namespace to the providers that its NamespaceOffloading selects: a NamespaceMap for each virtual node's cluster, a twin namespace
/// there, and the label that lets the webhook see the pods here.
/// </summary>
internal sealed class NamespaceOffloadingController(ControllerContext context) : IController
{
    private const string Plural = "namespaceoffloadings";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly TwinNamespaces _twins = new(context);

    public string Name => "liqo-namespaceoffloading-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (LiqoNames.Offloading, Plural) when !deleted => [key],
        (LiqoNames.Offloading, "virtualnodes") => All(),
        ("apps", "deployments") when key.Name == LiqoInstallation.ControllerManager => All(),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } offloading || !LiqoInstallation.Is(context.Cluster))
        {
            return null;
        }

        if (offloading.IsTerminating())
        {
            return End(key);
        }

        context.Hold(key, LiqoNames.OffloadingFinalizer);
        context.Change(new ObjectKey("", "namespaces", "", key.Namespace), live => live.Map("metadata").Map("labels")[LiqoNames.SchedulingEnabled] = "true");
        var remote = RemoteName(offloading);
        var conditions = new JsonObject();
        int wanted = 0, ready = 0, failed = 0;
        foreach (var node in context.Store.List(LiqoNames.Offloading, "virtualnodes").Where(one => !one.IsTerminating()).DistinctBy(one => one.Text("spec", "clusterID")).ToList())
        {
            var id = node.Text("spec", "clusterID") ?? "";
            var selected = IsSelected(offloading, node);
            var there = selected ? _twins.Create(node, key.Namespace, remote) : !_twins.Remove(node.Namespace(), id, key.Namespace);
            wanted += selected ? 1 : 0;
            ready += selected && there ? 1 : 0;
            failed += selected && !there ? 1 : 0;
            conditions[id] = new JsonArray(
                Condition(offloading, id, "OffloadingRequired", selected, selected ? "ClusterSelected" : "ClusterNotSelected"),
                Condition(offloading, id, "Ready", there, there ? "NamespaceCreated" : selected ? "CreationLoopBackOff" : "NamespaceNotExisting"));
        }

        var phase = wanted == 0 ? "NoClusterSelected" : failed == 0 ? "Ready" : ready == 0 ? "AllFailed" : "SomeFailed";
        context.Change(key, live =>
        {
            var status = live.Map("status");
            status["offloadingPhase"] = phase;
            status["observedGeneration"] = live.Integer("metadata", "generation") ?? 1;
            status["remoteNamespaceName"] = remote;
            status["remoteNamespacesConditions"] = conditions;
        });
        return failed > 0 ? Soon : LookAgain;
    }

    /// <summary>The remote pods go with their namespaces; those here are made anew, on nodes of this cluster.</summary>
    private TimeSpan? End(ObjectKey key)
    {
        var space = new ObjectKey("", "namespaces", "", key.Namespace);
        context.Change(space, live => live.Map("metadata").Map("labels").Remove(LiqoNames.SchedulingEnabled));
        foreach (var pod in context.Store.List("", "pods", key.Namespace).Where(one => !one.IsTerminating() && VirtualNodes.IsLiqo(VirtualNodes.Of(context.Store, one))).ToList())
        {
            context.Delete(new ObjectKey("", "pods", pod.Namespace(), pod.Name()));
        }

        var left = false;
        foreach (var map in context.Store.List(LiqoNames.Offloading, "namespacemaps").Where(one => one.Label(LiqoNames.Replication) == "true").ToList())
        {
            left |= !_twins.Remove(map.Namespace(), map.Name(), key.Namespace);
        }

        if (left)
        {
            return Soon;
        }

        context.DropFinalizer(key, one => one == LiqoNames.OffloadingFinalizer);
        return null;
    }

    private string RemoteName(JsonObject offloading) => offloading.Text("spec", "namespaceMappingStrategy") switch
    {
        "EnforceSameName" => offloading.Namespace(),
        "SelectedName" => offloading.Text("spec", "remoteNamespaceName") ?? offloading.Namespace(),
        _ => $"{offloading.Namespace()}-{LiqoInstallation.Id(context.Cluster)}",
    };

    private static bool IsSelected(JsonObject offloading, JsonObject virtualNode)
    {
        if (!offloading.Items("spec", "clusterSelector", "nodeSelectorTerms").Any())
        {
            return true;
        }

        var labels = (virtualNode.At("spec", "labels") as JsonObject)?.DeepClone();
        return NodeFit.Meets(offloading.At("spec", "clusterSelector"), new JsonObject { ["metadata"] = new JsonObject { ["name"] = virtualNode.Name(), ["labels"] = labels } });
    }

    private JsonObject Condition(JsonObject offloading, string id, string type, bool holds, string reason)
    {
        var status = holds ? "True" : "False";
        var before = offloading.Items("status", "remoteNamespacesConditions", id).FirstOrDefault(one => one.Text("type") == type);
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = "simulated",
            ["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") : context.Cluster.Timestamp,
        };
    }

    private IEnumerable<ObjectKey> All() =>
        context.Store.List(LiqoNames.Offloading, Plural).Select(one => new ObjectKey(LiqoNames.Offloading, Plural, one.Namespace(), one.Name()));
}
