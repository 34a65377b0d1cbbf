using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Keeps as many pods as each ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ControllerContext context) : IController
{
    public string Name => "replicaset-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("apps", "replicasets") => [key],
        ("", "pods") => Ownership.ControllerKey(resource, "ReplicaSet", "apps", "replicasets"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } set || set.IsTerminating())
        {
            return null;
        }

        var pods = Ownership.Claim(context, set, "", "pods").Where(PodReadiness.IsActive).ToList();
        var wanted = Math.Max(0, set.Integer("spec", "replicas") ?? 1);
        StatusError? refusal = null;
        for (var missing = wanted - pods.Count; missing > 0 && refusal is null; missing--)
        {
            try
            {
                var pod = context.Create(PodTemplate.Pod(set));
                pods.Add(pod);
                context.Events.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Name()}", Name);
            }
            catch (StatusError error)
            {
                refusal = error;
                if (error.Code != 403 && error.Code != 404)
                {
                    context.Events.Warning(set, "FailedCreate", $"Error creating: {error.Message}", Name);
                }
            }
        }

        foreach (var spare in PodReadiness.InOrderOfDeletion(pods).Take(pods.Count - wanted).ToList())
        {
            context.Delete(new ObjectKey("", "pods", key.Namespace, spare.Name()));
            pods.Remove(spare);
            context.Events.Normal(set, "SuccessfulDelete", $"Deleted pod: {spare.Name()}", Name);
        }

        var again = WriteStatus(key, pods, refusal);
        return refusal is null ? again : throw refusal;
    }

    private TimeSpan? WriteStatus(ObjectKey key, List<JsonObject> pods, StatusError? refusal)
    {
        TimeSpan? again = null;
        context.Change(key, live =>
        {
            var minReady = live.Integer("spec", "minReadySeconds") ?? 0;
            var ready = pods.Where(PodReadiness.IsReady).ToList();
            var available = ready.Count(pod => PodReadiness.IsAvailable(pod, minReady, context.Now));
            var status = live.Map("status");
            status["replicas"] = pods.Count;
            status["fullyLabeledReplicas"] = pods.Count;
            status["readyReplicas"] = ready.Count;
            status["availableReplicas"] = available;
            status["observedGeneration"] = live.Integer("metadata", "generation") ?? 1;
            if (refusal is not null)
            {
                Conditions.Set(live, "ReplicaFailure", true, "FailedCreate", refusal.Message, context.Cluster.Timestamp);
            }
            else if (Conditions.Find(live, "ReplicaFailure") is { } solved)
            {
                status.List("conditions").Remove(solved);
            }

            again = ready.Select(pod => PodReadiness.AvailableAt(pod, minReady) - context.Now).Where(left => left > TimeSpan.Zero).DefaultIfEmpty().Min();
        });
        return again;
    }
}
