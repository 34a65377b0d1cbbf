using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>Registers the node of a VirtualNode, and drains it before it goes.</summary>
internal sealed class VirtualNodeController(ControllerContext context) : IController
{
    private const string Plural = "virtualnodes";

    public string Name => "liqo-virtualnode-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (LiqoNames.Offloading, Plural) => [key],
        ("", "nodes") when VirtualNodes.IsLiqo(resource) => Known(key.Name),
        ("", "pods") when deleted && resource.Text("spec", "nodeName") is { } node => Known(node),
        ("apps", "deployments") when key.Name == LiqoInstallation.ControllerManager =>
            context.Store.List(LiqoNames.Offloading, Plural).Select(one => new ObjectKey(LiqoNames.Offloading, Plural, one.Namespace(), one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var nodeKey = new ObjectKey("", "nodes", "", key.Name);
        if (context.Store.Peek(key) is not { } virtualNode)
        {
            return null;
        }

        if (virtualNode.IsTerminating())
        {
            return Drain(key, nodeKey);
        }

        if (!LiqoInstallation.Is(context.Cluster))
        {
            return null;
        }

        context.Hold(key, LiqoNames.VirtualNodeFinalizer);
        if (virtualNode.Flag("spec", "createNode"))
        {
            Register(virtualNode, nodeKey);
        }

        var now = context.Cluster.Timestamp;
        context.Change(key, live =>
        {
            if (live.At("status", "conditions") is null)
            {
                live.Map("status")["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "VirtualKubelet", ["status"] = "Running", ["lastTransitionTime"] = now },
                    new JsonObject { ["type"] = "Node", ["status"] = "Running", ["lastTransitionTime"] = now });
            }
        });
        return null;
    }

    private void Register(JsonObject virtualNode, ObjectKey key)
    {
        var labels = (virtualNode.At("spec", "labels") as JsonObject)?.DeepClone() as JsonObject ?? [];
        labels[VirtualNodes.LiqoType] = VirtualNodes.LiqoNode;
        labels[LiqoNames.RemoteCluster] = virtualNode.Text("spec", "clusterID");
        labels["node.kubernetes.io/exclude-from-external-load-balancers"] = "true";
        var taints = new JsonArray([.. virtualNode.Items("spec", "taints").Select(one => one.DeepClone()),
            new JsonObject { ["key"] = LiqoNames.NotAllowed, ["value"] = "true", ["effect"] = "NoExecute" }]);
        var resources = virtualNode.At("spec", "resourceQuota", "hard") as JsonObject ?? [];
        var node = VirtualNodes.Node(context.Cluster, key.Name, "Liqo virtual node", labels, taints, resources);
        context.Ensure(key, () => node);
        context.Change(key, live =>
        {
            if (!VirtualNodes.IsLiqo(live))
            {
                return;
            }

            foreach (var (name, value) in labels)
            {
                live.Map("metadata").Map("labels")[name] = value?.DeepClone();
            }

            live.Map("status")["capacity"] = resources.DeepClone();
            live.Map("status")["allocatable"] = resources.DeepClone();
        });
    }

    private TimeSpan? Drain(ObjectKey key, ObjectKey nodeKey)
    {
        if (VirtualNodes.IsLiqo(context.Store.Peek(nodeKey)))
        {
            context.Change(nodeKey, live => live.Map("spec")["unschedulable"] = true);
            var pods = context.Store.List("", "pods").Where(one => one.Text("spec", "nodeName") == key.Name).ToList();
            foreach (var pod in pods.Where(one => !one.IsTerminating()))
            {
                context.Delete(new ObjectKey("", "pods", pod.Namespace(), pod.Name()));
            }

            if (context.Store.List("", "pods").Any(one => one.Text("spec", "nodeName") == key.Name))
            {
                return TimeSpan.FromSeconds(1);
            }

            context.Delete(nodeKey);
        }

        context.DropFinalizer(key, one => one == LiqoNames.VirtualNodeFinalizer);
        return null;
    }

    private IEnumerable<ObjectKey> Known(string name) => context.Store.List(LiqoNames.Offloading, Plural).Where(one => one.Name() == name)
        .Select(one => new ObjectKey(LiqoNames.Offloading, Plural, one.Namespace(), one.Name()));
}
