using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Federation;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Keeps one pod of each DaemonSet on every node that its selector, its affinity and the taints allow; virtual nodes run no node agents.</summary>
internal sealed class DaemonSetController(ControllerContext context) : IController
{
    private const string RevisionLabel = "controller-revision-hash";

    public string Name => "daemonset-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("apps", "daemonsets") => [key],
        ("", "pods") => Ownership.ControllerKey(resource, "DaemonSet", "apps", "daemonsets"),
        ("", "nodes") => context.Store.List("apps", "daemonsets").Select(one => new ObjectKey("apps", "daemonsets", one.Namespace(), one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } set || set.IsTerminating())
        {
            return null;
        }

        var revision = PodTemplate.Hash(set.At("spec", "template"));
        var nodes = Nodes(set);
        var pods = Ownership.Claim(context, set, "", "pods").Where(PodReadiness.IsActive).ToList();
        foreach (var stray in pods.Where(one => !nodes.Contains(one.Text("spec", "nodeName") ?? "")).ToList())
        {
            Remove(set, pods, stray);
        }

        // One pod at a time is replaced, and only while the others are ready (maxUnavailable 1).
        if (set.Text("spec", "updateStrategy", "type") != "OnDelete" && pods.Count == nodes.Count
            && pods.FirstOrDefault(one => one.Label(RevisionLabel) != revision) is { } old && pods.TrueForAll(one => PodReadiness.IsReady(one) || one == old))
        {
            Remove(set, pods, old);
        }

        foreach (var node in nodes.Where(node => pods.TrueForAll(one => one.Text("spec", "nodeName") != node)).ToList())
        {
            var pod = PodTemplate.Pod(set, labels: [new(RevisionLabel, revision), new("pod-template-generation", "1")]);
            pod.Map("spec")["nodeName"] = node;
            pods.Add(context.Create(pod));
            context.Events.Normal(set, "SuccessfulCreate", $"Created pod: {pods[^1].Name()}", Name);
        }

        WriteStatus(key, pods, nodes.Count, revision);
        return null;
    }

    private HashSet<string> Nodes(JsonObject set)
    {
        var template = new JsonObject { ["spec"] = set.At("spec", "template", "spec")?.DeepClone() };
        return context.Store.List("", "nodes")
            .Where(node => !VirtualNodes.Is(node) && NodeFit.Problem(template, node) is null)
            .Select(node => node.Name()).ToHashSet(StringComparer.Ordinal);
    }

    private void Remove(JsonObject set, List<JsonObject> pods, JsonObject pod)
    {
        context.Delete(new ObjectKey("", "pods", set.Namespace(), pod.Name()));
        context.Events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}", Name);
        pods.Remove(pod);
    }

    private void WriteStatus(ObjectKey key, List<JsonObject> pods, int wanted, string revision) => context.Change(key, live =>
    {
        var ready = pods.Count(PodReadiness.IsReady);
        var status = live.Map("status");
        status["observedGeneration"] = live.Integer("metadata", "generation") ?? 1;
        status["desiredNumberScheduled"] = wanted;
        status["currentNumberScheduled"] = pods.Count;
        status["numberMisscheduled"] = 0;
        status["numberReady"] = ready;
        status["numberAvailable"] = ready;
        status["numberUnavailable"] = wanted - ready;
        status["updatedNumberScheduled"] = pods.Count(one => one.Label(RevisionLabel) == revision);
    });
}
