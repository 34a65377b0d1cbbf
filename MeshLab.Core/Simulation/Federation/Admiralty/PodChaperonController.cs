using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>
/// Admiralty's pod chaperon controller and candidate scheduler in a target cluster: makes the candidate pod, reserves a node for it, and binds it
/// once the source has let it through. The chaperon carries the pod's status back.
/// </summary>
internal sealed class PodChaperonController(ControllerContext context) : IController
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly Scheduler _scheduler = new(context.Store);

    public string Name => AdmiraltyNames.CandidateScheduler;

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (AdmiraltyNames.Group, "podchaperons") when !deleted => [key],
        ("", "pods") => Ownership.ControllerKey(resource, "PodChaperon", AdmiraltyNames.Group, "podchaperons"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } chaperon || chaperon.IsTerminating() || !AdmiraltyTarget.IsInstalled(context.Cluster))
        {
            return null;
        }

        var podKey = new ObjectKey("", "pods", key.Namespace, key.Name);
        context.Ensure(podKey, () => Pod(chaperon));
        if (context.Store.Peek(podKey) is not { } pod)
        {
            return null;
        }

        var again = pod.Text("spec", "nodeName") is null ? Schedule(podKey, pod, key, chaperon) : null;
        if (context.Store.Peek(podKey)?["status"] is { } status)
        {
            context.Change(key, live =>
            {
                if (!JsonNode.DeepEquals(live["status"], status))
                {
                    live["status"] = status.DeepClone();
                }
            });
        }

        return again;
    }

    private TimeSpan? Schedule(ObjectKey podKey, JsonObject pod, ObjectKey key, JsonObject chaperon)
    {
        var (node, problem) = _scheduler.Pick(pod);
        if (node is null)
        {
            context.Change(key, live => live.Map("metadata").Map("annotations").Remove(AdmiraltyNames.IsReserved));
            context.Change(podKey, live =>
            {
                live.Map("status")["phase"] ??= "Pending";
                Conditions.Set(live, "PodScheduled", false, "Unschedulable", problem, context.Cluster.Timestamp);
            });
            return TryAgain;
        }

        context.Change(key, live => live.Map("metadata").Map("annotations")[AdmiraltyNames.IsReserved] = "true");
        if (chaperon.Annotation(AdmiraltyNames.IsAllowed) == "true")
        {
            context.Change(podKey, live =>
            {
                live.Map("spec")["nodeName"] = node;
                Conditions.Set(live, "PodScheduled", true, null, null, context.Cluster.Timestamp);
            });
            context.Events.Normal(pod, "Scheduled", $"Successfully assigned {podKey.Namespace}/{podKey.Name} to {node}", Name);
            return null;
        }

        // A reservation is looked at again, because it holds only as long as there is room.
        return TryAgain;
    }

    private static JsonObject Pod(JsonObject chaperon) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = chaperon.Name(),
            ["namespace"] = chaperon.Namespace(),
            ["labels"] = chaperon["metadata"]!["labels"]?.DeepClone(),
            ["annotations"] = chaperon["metadata"]!["annotations"]?.DeepClone(),
            ["ownerReferences"] = new JsonArray(Ownership.Reference(chaperon)),
        },
        ["spec"] = chaperon["spec"]!.DeepClone(),
    };
}
