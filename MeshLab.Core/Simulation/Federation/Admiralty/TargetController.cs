using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>Keeps a virtual node for each target that lets this cluster in, labelled and sized as the target's ClusterSummary says.</summary>
internal sealed class TargetController(ControllerContext context) : IController
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    public string Name => "admiralty-target-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (AdmiraltyNames.Group, "targets" or "clustertargets") => [key],
        ("", "secrets") => AdmiraltyTarget.All(context.Store).Where(one => one.Resource.Text("spec", "kubeconfigSecret", "name") == key.Name).Select(Key),
        ("apps", "deployments") when key.Name.EndsWith(AdmiraltyNames.ControllerManager, StringComparison.Ordinal) => AdmiraltyTarget.All(context.Store).Select(Key),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var node = new ObjectKey("", "nodes", "", AdmiraltyNames.Node(key.Namespace, key.Name));
        if (context.Store.Peek(key) is not { } resource || resource.IsTerminating())
        {
            return End(key, node);
        }

        if (!AdmiraltyTarget.IsInstalled(context.Cluster))
        {
            return null;
        }

        var target = new AdmiraltyTarget(key.Namespace, key.Name, resource);
        var (cluster, problem) = target.Open(context.Cluster, null);
        if (cluster is null || cluster.Store.Peek(ClusterSummaryController.Singleton) is not { } summary)
        {
            context.Events.Warning(resource, "TargetNotReachable", problem ?? "the target has no ClusterSummary yet", Name);
            return Soon;
        }

        Register(target, node, summary);
        return LookAgain;
    }

    private void Register(AdmiraltyTarget target, ObjectKey key, JsonObject summary)
    {
        var labels = new JsonObject
        {
            ["type"] = "virtual-kubelet",
            [VirtualNodes.Provider] = VirtualNodes.Admiralty,
            ["kubernetes.io/role"] = "cluster",
            ["alpha.service-controller.kubernetes.io/exclude-balancer"] = "true",
            ["node.kubernetes.io/exclude-from-external-load-balancers"] = "true",
        };
        if (target.Namespace.Length == 0)
        {
            labels[AdmiraltyNames.ClusterTargetName] = target.Name;
        }
        else
        {
            labels[AdmiraltyNames.TargetNamespace] = target.Namespace;
            labels[AdmiraltyNames.TargetName] = target.Name;
        }

        var excluded = target.Resource.Text("spec", "excludedLabelsRegexp");
        foreach (var (name, value) in summary.At("metadata", "labels") as JsonObject ?? [])
        {
            if (excluded is null || !Regex.IsMatch($"{name}={value}", excluded, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            {
                labels[name] = value?.DeepClone();
            }
        }

        var taints = new JsonArray(new JsonObject { ["key"] = VirtualNodes.Provider, ["value"] = VirtualNodes.Admiralty, ["effect"] = "NoSchedule" });
        var node = VirtualNodes.Node(context.Cluster, key.Name, "Admiralty virtual node", labels, taints, (JsonObject)summary["allocatable"]!.DeepClone());
        context.Ensure(key, () => node);
        context.Change(key, live =>
        {
            if (VirtualNodes.IsAdmiralty(live))
            {
                live.Map("metadata")["labels"] = labels.DeepClone();
                live.Map("status")["capacity"] = summary["capacity"]?.DeepClone();
                live.Map("status")["allocatable"] = summary["allocatable"]?.DeepClone();
            }
        });
    }

    /// <summary>Without its target no proxy pod can be looked after any more: their finalizers for it are taken off, and the node goes.</summary>
    private TimeSpan? End(ObjectKey key, ObjectKey node)
    {
        var finalizer = AdmiraltyNames.Finalizer(key.Namespace, key.Name);
        foreach (var pod in context.Store.List("", "pods").Where(one => !one.IsTerminating() && one["metadata"]!["finalizers"] is JsonArray held && held.Any(name => name?.ToString() == finalizer)).ToList())
        {
            context.DropFinalizer(new ObjectKey("", "pods", pod.Namespace(), pod.Name()), one => one == finalizer);
        }

        if (VirtualNodes.IsAdmiralty(context.Store.Peek(node)))
        {
            context.Delete(node);
        }

        return null;
    }

    private static ObjectKey Key(AdmiraltyTarget target) => new(AdmiraltyNames.Group, target.Namespace.Length == 0 ? "clustertargets" : "targets", target.Namespace, target.Name);
}
