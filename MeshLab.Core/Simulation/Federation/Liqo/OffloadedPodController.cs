using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>The virtual kubelet's part in the consumer: a pod bound to a virtual node becomes a ShadowPod in the provider, and goes with it.</summary>
internal sealed class OffloadedPodController(ControllerContext context) : IController
{
    private static readonly string[] LocalFields = ["nodeName", "nodeSelector", "affinity", "topologySpreadConstraints", "serviceAccount", "serviceAccountName", "priority", "priorityClassName"];

    public string Name => "liqo-virtual-kubelet";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        key is { Group: "", Plural: "pods" } && resource.Text("spec", "nodeName") is not null && (deleted || VirtualNodes.IsLiqo(VirtualNodes.Of(context.Store, resource))) ? [key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var pod = context.Store.Peek(key);
        var node = pod is null ? null : VirtualNodes.Of(context.Store, pod);
        if (pod is null || pod.IsTerminating() || !VirtualNodes.IsLiqo(node))
        {
            Withdraw(key);
            return null;
        }

        if (pod.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return null;
        }

        var id = node!.Label(LiqoNames.RemoteCluster) ?? "";
        var map = context.Store.List(LiqoNames.Offloading, "namespacemaps").FirstOrDefault(one => one.Name() == id);
        if (LiqoInstallation.ById(context.Cluster, id) is not { } provider || map.Text("status", "currentMapping", key.Namespace, "remoteNamespace") is not { } space)
        {
            // Bound to a node whose cluster does not hold the namespace: real pods stay Pending for ever here as well.
            context.Events.Warning(pod, "FailedReflection", $"namespace {key.Namespace} is not offloaded to {id}", Name);
            return TimeSpan.FromSeconds(5);
        }

        var shadow = new ObjectKey(LiqoNames.Offloading, "shadowpods", space, key.Name);
        if (provider.Store.Peek(shadow) is { } old && old.Text("metadata", "annotations", "liqo.io/source-uid") != pod.Uid())
        {
            context.For(provider).Delete(shadow);
        }

        context.For(provider).Ensure(shadow, () => Shadow(pod, space, id));
        context.Change(key, live => live.Map("metadata").Map("labels")[LiqoNames.ShadowPod] = "true");
        return null;
    }

    private JsonObject Shadow(JsonObject pod, string space, string id)
    {
        var spec = (JsonObject)pod["spec"]!.DeepClone();
        foreach (var field in LocalFields)
        {
            spec.Remove(field);
        }

        spec["tolerations"] = new JsonArray([.. pod.Items("spec", "tolerations").Where(one => one.Text("key") != LiqoNames.NotAllowed).Select(one => one.DeepClone())]);
        var own = LiqoInstallation.Id(context.Cluster);
        var labels = (pod.At("metadata", "labels") as JsonObject)?.DeepClone() as JsonObject ?? [];
        labels.Remove(LiqoNames.ShadowPod);
        labels[LiqoNames.ReflectedFrom] = own;
        labels[LiqoNames.ReflectedTo] = id;
        labels[LiqoNames.ReflectedNode] = pod.Text("spec", "nodeName");
        labels[LiqoNames.PodManagedBy] = "shadowpod";
        return new JsonObject
        {
            ["apiVersion"] = $"{LiqoNames.Offloading}/{LiqoNames.Version}",
            ["kind"] = "ShadowPod",
            ["metadata"] = new JsonObject
            {
                ["name"] = pod.Name(),
                ["namespace"] = space,
                ["labels"] = labels,
                ["annotations"] = new JsonObject { ["liqo.io/source-uid"] = pod.Uid() },
            },
            ["spec"] = new JsonObject { ["pod"] = spec },
        };
    }

    private void Withdraw(ObjectKey key)
    {
        if (LiqoInstallation.Id(context.Cluster) is not { } own)
        {
            return;
        }

        foreach (var other in context.Cluster.Network.Values.Where(one => one != context.Cluster))
        {
            foreach (var shadow in other.Store.List(LiqoNames.Offloading, "shadowpods").Where(one => one.Name() == key.Name && one.Label(LiqoNames.ReflectedFrom) == own
                && other.Store.Peek(new ObjectKey("", "namespaces", "", one.Namespace())) is { } twin && twin.Annotation(LiqoNames.OriginalName) == key.Namespace).ToList())
            {
                // The pod may have been made anew under its old name meanwhile.
                if (context.Store.Peek(key) is not { } now || now.Uid() != shadow.Text("metadata", "annotations", "liqo.io/source-uid") || now.IsTerminating())
                {
                    context.For(other).Delete(new ObjectKey(LiqoNames.Offloading, "shadowpods", shadow.Namespace(), shadow.Name()));
                }
            }
        }
    }
}
