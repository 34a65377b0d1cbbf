using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>
/// Admiralty's proxy scheduler and feedback controller in the source cluster: sends a candidate to every target that may have the pod, waits for their
/// answers, lets the best one through, binds the proxy to its virtual node and withdraws the others.
/// </summary>
internal sealed class ProxyPodController(ControllerContext context) : IController
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly Scheduler _scheduler = new(context.Store);

    public string Name => AdmiraltyNames.ProxyScheduler;

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        !deleted && key is { Group: "", Plural: "pods" } && resource.Text("spec", "schedulerName") == AdmiraltyNames.ProxyScheduler ? [key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } pod || pod.Text("spec", "schedulerName") != AdmiraltyNames.ProxyScheduler || !AdmiraltyTarget.IsInstalled(context.Cluster))
        {
            return null;
        }

        if (pod.IsTerminating())
        {
            return Withdraw(key, pod);
        }

        return pod.Text("spec", "nodeName") is { } node ? Follow(key, pod, node) : Schedule(key, pod);
    }

    private TimeSpan? Schedule(ObjectKey key, JsonObject pod)
    {
        var targets = Targets(pod);
        var candidates = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var waiting = false;
        var (chosen, problem) = _scheduler.Pick(pod, context.Store.List("", "nodes"), node =>
        {
            var answer = Ask(key, pod, node, targets);
            waiting |= answer.Waiting;
            if (answer.Candidate is { } candidate)
            {
                candidates[node.Name()] = candidate;
            }

            return answer.Problem;
        });
        if (waiting)
        {
            return Soon;
        }

        if (chosen is null)
        {
            context.Change(key, live =>
            {
                live.Map("status")["phase"] ??= "Pending";
                Conditions.Set(live, "PodScheduled", false, "Unschedulable", problem, context.Cluster.Timestamp);
            });
            context.Events.Warning(pod, "FailedScheduling", problem!, Name);
            return TryAgain;
        }

        var delegated = candidates[chosen];
        var cluster = targets[chosen];
        if (!Conditions.IsTrue(delegated, "PodScheduled"))
        {
            context.For(cluster).Change(Chaperons.Key(delegated), live => live.Map("metadata").Map("annotations")[AdmiraltyNames.IsAllowed] = "true");
            return Soon;
        }

        context.Change(key, live =>
        {
            live.Map("spec")["nodeName"] = chosen;
            Conditions.Set(live, "PodScheduled", true, null, null, context.Cluster.Timestamp);
        });
        context.Events.Normal(pod, "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {chosen}", Name);
        Remove(key, pod, targets.Where(one => one.Key != chosen).Select(one => one.Value));
        return Soon;
    }

    /// <summary>A target's answer: its candidate when it has reserved a node, a reason against it, or neither yet.</summary>
    private (JsonObject? Candidate, string? Problem, bool Waiting) Ask(ObjectKey key, JsonObject pod, JsonObject node, Dictionary<string, DemoCluster> targets)
    {
        if (!VirtualNodes.IsAdmiralty(node) || !targets.TryGetValue(node.Name(), out var cluster))
        {
            return (null, "node(s) stood for no target of this namespace", false);
        }

        if (Chaperons.Find(cluster, key, pod.Uid()) is not { } candidate)
        {
            return Chaperons.Create(context.For(cluster), pod) is { } refused ? (null, $"candidate(s) refused: {refused}", false) : (null, "candidate(s) on the way", true);
        }

        if (candidate.Annotation(AdmiraltyNames.IsReserved) == "true")
        {
            return (candidate, null, false);
        }

        return Conditions.Find(candidate, "PodScheduled").Text("status") == "False"
            ? (null, "candidate(s) were unschedulable in their target", false)
            : (null, "candidate(s) on the way", true);
    }

    private TimeSpan? Follow(ObjectKey key, JsonObject pod, string node)
    {
        var targets = Targets(pod);
        if (!targets.TryGetValue(node, out var cluster))
        {
            return TryAgain;
        }

        if (Chaperons.Find(cluster, key, pod.Uid()) is not { } delegated)
        {
            // The delegate is gone, so the proxy stands for nothing: whoever owns it makes another.
            context.Delete(key);
            return Soon;
        }

        var status = MirroredStatus.Of(delegated);
        context.Change(key, live => live["status"] = status);
        return TimeSpan.FromSeconds(1);
    }

    /// <summary>Looks in every cluster, because a target may have been deleted before the pod was.</summary>
    private TimeSpan? Withdraw(ObjectKey key, JsonObject pod)
    {
        var targets = context.Cluster.Network.Values.ToList();
        Remove(key, pod, targets);
        if (targets.Exists(one => Chaperons.Find(one, key, pod.Uid()) is not null))
        {
            return Soon;
        }

        context.DropFinalizer(key, one => one.StartsWith(AdmiraltyNames.Prefix, StringComparison.Ordinal));
        return null;
    }

    private void Remove(ObjectKey key, JsonObject pod, IEnumerable<DemoCluster> clusters)
    {
        foreach (var cluster in clusters)
        {
            if (Chaperons.Find(cluster, key, pod.Uid()) is { } chaperon)
            {
                context.For(cluster).Delete(Chaperons.Key(chaperon));
            }
        }
    }

    private Dictionary<string, DemoCluster> Targets(JsonObject pod)
    {
        var open = new Dictionary<string, DemoCluster>(StringComparer.Ordinal);
        foreach (var target in AdmiraltyTarget.For(context.Store, pod.Namespace()))
        {
            if (target.Open(context.Cluster, pod.Namespace()).Cluster is { } cluster)
            {
                open[target.Node] = cluster;
            }
        }

        return open;
    }
}
