using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Federation;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>
/// Scheduler and kubelet in one: a pod is bound, its init containers run, its containers start and become ready, one step after the
/// other within about two seconds. The next step is read from the pod's status, so that a restarted process carries on. Pods of other
/// schedulers and pods on virtual nodes are left to those who look after them.
/// </summary>
internal sealed class PodController(ControllerContext context) : IController
{
    private const string SchedulerName = "default-scheduler";
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly Scheduler _scheduler = new(context.Store);
    private readonly PodStartup _startup = new(context);
    private readonly PodEnding _ending = new(context);
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);

    public string Name => "kubelet";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted)
    {
        if (key is not { Group: "", Plural: "pods" })
        {
            return [];
        }

        if (deleted)
        {
            _due.Remove(resource.Uid());
            context.Cluster.Usage.Retire(resource);
            return [];
        }

        return [key];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } pod || pod.IsTerminating() || pod.Text("status", "phase") is "Succeeded" or "Failed" || VirtualNodes.Of(context.Store, pod) is not null)
        {
            return null;
        }

        // A change by somebody else does not hurry the next step.
        if (_due.TryGetValue(pod.Uid(), out var due) && due > context.Now)
        {
            return due - context.Now;
        }

        var pause = Step(key, pod);
        if (pause is { } wait)
        {
            _due[pod.Uid()] = context.Now + wait;
        }
        else
        {
            _due.Remove(pod.Uid());
        }

        return pause;
    }

    private TimeSpan? Step(ObjectKey key, JsonObject pod)
    {
        if (pod.Text("spec", "nodeName") is null)
        {
            return (pod.Text("spec", "schedulerName") ?? SchedulerName) == SchedulerName ? Schedule(key, pod) : null;
        }

        if (pod.At("status", "startTime") is null)
        {
            return _startup.Accept(key, pod);
        }

        return pod.Text("status", "phase") == "Running" && PodReadiness.IsReady(pod) ? _ending.Watch(key, pod) : _startup.Advance(key, pod);
    }

    private TimeSpan? Schedule(ObjectKey key, JsonObject pod)
    {
        var (node, problem) = _scheduler.Pick(pod);
        if (node is null)
        {
            context.Change(key, live =>
            {
                live.Map("status")["phase"] ??= "Pending";
                Conditions.Set(live, "PodScheduled", false, "Unschedulable", problem, context.Cluster.Timestamp);
            });
            context.Events.Warning(pod, "FailedScheduling", problem!, SchedulerName);
            return TryAgain;
        }

        var bound = context.Change(key, live =>
        {
            live.Map("spec")["nodeName"] = node;
            Conditions.Set(live, "PodScheduled", true, null, null, context.Cluster.Timestamp);
        });
        context.Events.Normal(pod, "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {node}", SchedulerName);
        return bound is null || VirtualNodes.Of(context.Store, bound) is not null ? null : _startup.Accept(key, bound);
    }
}
