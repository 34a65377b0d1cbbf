using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Writes a Deployment's status as the real controller does, with the reasons and words that tools look for.</summary>
internal static class DeploymentStatus
{
    /// <summary>Writes the status; how long until the progress deadline or a set's availability must be looked at again.</summary>
    public static TimeSpan? Write(ControllerContext context, ObjectKey key, string? newestName, bool created)
    {
        TimeSpan? again = null;
        context.Change(key, live =>
        {
            var sets = context.Store.List("apps", "replicasets", key.Namespace).Where(one => Ownership.ControllerOf(one).Text("uid") == live.Uid()).ToList();
            var newest = sets.FirstOrDefault(one => one.Name() == newestName);
            var before = (JsonObject?)live["status"]?.DeepClone() ?? [];
            var replicas = live.Integer("spec", "replicas") ?? 1;
            var counts = new Counts(
                Sum(sets, "replicas"), newest?.Integer("status", "replicas") ?? 0, Sum(sets, "readyReplicas"), Sum(sets, "availableReplicas"));
            var status = live.Map("status");
            status["observedGeneration"] = live.Integer("metadata", "generation") ?? 1;
            Put(status, "replicas", counts.Total);
            Put(status, "updatedReplicas", counts.Updated);
            Put(status, "readyReplicas", counts.Ready);
            Put(status, "availableReplicas", counts.Available);
            Put(status, "unavailableReplicas", Math.Max(0, Math.Max(counts.Total, replicas) - counts.Available));
            var available = counts.Available >= replicas - RolloutPlan.Limits(live, replicas).Unavailable;
            Conditions.Set(live, "Available", available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                context.Cluster.Timestamp, withUpdateTime: true);
            again = Progress(context, live, before, newestName, created, counts, replicas);
        });
        return again;
    }

    private static TimeSpan? Progress(ControllerContext context, JsonObject live, JsonObject before, string? newest, bool created, Counts counts, int replicas)
    {
        var now = context.Cluster.Timestamp;
        var old = Conditions.Find(live, "Progressing");
        if (live.Flag("spec", "paused"))
        {
            Conditions.Set(live, "Progressing", null, "DeploymentPaused", "Deployment is paused", now, withUpdateTime: true);
            return null;
        }

        if (counts.Updated == replicas && counts.Total == replicas && counts.Available == replicas)
        {
            Conditions.Set(live, "Progressing", true, "NewReplicaSetAvailable", $"ReplicaSet \"{newest}\" has successfully progressed.", now, withUpdateTime: true);
            return null;
        }

        if (old.Text("reason") == "NewReplicaSetAvailable" && counts.Total == counts.Updated && !created)
        {
            // Scaling, or availability lost after a finished rollout, is not a rollout of its own.
            return null;
        }

        if (created)
        {
            Conditions.Set(live, "Progressing", true, "NewReplicaSetCreated", $"Created new replica set \"{newest}\"", now, withUpdateTime: true);
        }
        else if (counts.Updated > (before.Integer("updatedReplicas") ?? 0)
            || counts.Total - counts.Updated < (before.Integer("replicas") ?? 0) - (before.Integer("updatedReplicas") ?? 0)
            || counts.Ready > (before.Integer("readyReplicas") ?? 0)
            || counts.Available > (before.Integer("availableReplicas") ?? 0)
            || old is null)
        {
            Conditions.Set(live, "Progressing", true, "ReplicaSetUpdated", $"ReplicaSet \"{newest}\" is progressing.", now, withUpdateTime: true);
            Conditions.Find(live, "Progressing")!["lastUpdateTime"] = now;
        }

        if (Conditions.Find(live, "Progressing").Text("reason") == "ProgressDeadlineExceeded")
        {
            return null;
        }

        var deadline = (Conditions.Find(live, "Progressing").Time("lastUpdateTime") ?? context.Now).AddSeconds(live.Integer("spec", "progressDeadlineSeconds") ?? 600);
        if (deadline > context.Now)
        {
            return deadline - context.Now;
        }

        Conditions.Set(live, "Progressing", false, "ProgressDeadlineExceeded", $"ReplicaSet \"{newest}\" has timed out progressing.", now, withUpdateTime: true);
        return null;
    }

    private static int Sum(List<JsonObject> sets, string field) => sets.Sum(one => one.Integer("status", field) ?? 0);

    /// <summary>Counts of zero are left out, as in the real status.</summary>
    private static void Put(JsonObject status, string field, int count)
    {
        if (count == 0)
        {
            status.Remove(field);
        }
        else
        {
            status[field] = count;
        }
    }

    private sealed record Counts(int Total, int Updated, int Ready, int Available);
}
