using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Health;

/// <summary>
/// How an object is, by its own status. The rules are those of Argo CD (documentation, "Resource Health"); custom resources are judged by the
/// conditions that most controllers set.
/// </summary>
internal static class HealthRules
{
    private static readonly string[] Readiness = ["Ready", "Available", "Programmed"];

    private static readonly (ObjectHealth, string?) Healthy = (ObjectHealth.Healthy, null);

    public static (ObjectHealth Health, string? Message) Of(JsonObject live)
    {
        if (live["metadata"]?["deletionTimestamp"] is not null)
        {
            return (ObjectHealth.Progressing, Objects.Terminating.Describe(Clusters.ObjectRef.Of(live), live));
        }

        return (live["apiVersion"]?.ToString(), live["kind"]?.ToString()) switch
        {
            ("apps/v1", "Deployment") => Deployment(live),
            ("apps/v1", "StatefulSet") => StatefulSet(live),
            ("apps/v1", "DaemonSet") => DaemonSet(live),
            ("batch/v1", "Job") => Job(live),
            ("v1", "Pod") => PodHealth.Of(live),
            ("v1", "Service") => Service(live),
            ("v1", "PersistentVolumeClaim") => Claim(live),
            ("networking.k8s.io/v1", "Ingress") => Balanced(live, "the Ingress has no address yet"),
            ("apiextensions.k8s.io/v1", "CustomResourceDefinition") => Definition(live),
            _ => Conditions(live),
        };
    }

    private static (ObjectHealth, string?) Deployment(JsonObject live)
    {
        if (live["spec"]?["paused"]?.ToString() == "true")
        {
            return (ObjectHealth.Healthy, "its rollout is paused");
        }

        if (NotSeen(live))
        {
            return (ObjectHealth.Progressing, "its controller has not seen the change yet");
        }

        var status = live["status"];
        if (Condition(live, "Progressing") is { } progressing && progressing["reason"]?.ToString() == "ProgressDeadlineExceeded")
        {
            return (ObjectHealth.Degraded, progressing["message"]?.ToString() ?? "its rollout took too long");
        }

        var wanted = Count(live["spec"], "replicas", 1);
        var updated = Count(status, "updatedReplicas", 0);
        var total = Count(status, "replicas", 0);
        var available = Count(status, "availableReplicas", 0);
        return ((updated < wanted), (total > updated), (available < updated)) switch
        {
            (true, _, _) => (ObjectHealth.Progressing, $"{updated} of {wanted} replicas are new"),
            (_, true, _) => (ObjectHealth.Progressing, $"{total - updated} old replicas are ending"),
            (_, _, true) => (ObjectHealth.Progressing, $"{available} of {updated} replicas are available"),
            _ => Healthy,
        };
    }

    private static (ObjectHealth, string?) StatefulSet(JsonObject live)
    {
        if (NotSeen(live))
        {
            return (ObjectHealth.Progressing, "its controller has not seen the change yet");
        }

        var status = live["status"];
        var wanted = Count(live["spec"], "replicas", 1);
        var ready = Count(status, "readyReplicas", 0);
        if (ready < wanted)
        {
            return (ObjectHealth.Progressing, $"{ready} of {wanted} replicas are ready");
        }

        var strategy = live["spec"]?["updateStrategy"];
        if (strategy?["type"]?.ToString() == "OnDelete")
        {
            return Healthy;
        }

        var updated = Count(status, "updatedReplicas", 0);
        var due = wanted - Count(strategy?["rollingUpdate"], "partition", 0);
        return updated < due ? (ObjectHealth.Progressing, $"{updated} of {due} replicas are new") : Healthy;
    }

    private static (ObjectHealth, string?) DaemonSet(JsonObject live)
    {
        if (NotSeen(live))
        {
            return (ObjectHealth.Progressing, "its controller has not seen the change yet");
        }

        if (live["spec"]?["updateStrategy"]?["type"]?.ToString() == "OnDelete")
        {
            return Healthy;
        }

        var status = live["status"];
        var wanted = Count(status, "desiredNumberScheduled", 0);
        var updated = Count(status, "updatedNumberScheduled", 0);
        var available = Count(status, "numberAvailable", 0);
        return updated < wanted ? (ObjectHealth.Progressing, $"{updated} of {wanted} pods are new")
            : available < wanted ? (ObjectHealth.Progressing, $"{available} of {wanted} pods are available")
            : Healthy;
    }

    private static (ObjectHealth, string?) Job(JsonObject live) =>
        True(live, "Failed") is { } failed ? (ObjectHealth.Degraded, failed["message"]?.ToString() ?? "it failed")
        : True(live, "Complete") is not null ? Healthy
        : True(live, "Suspended") is not null ? (ObjectHealth.Healthy, "it is suspended")
        : (ObjectHealth.Progressing, "it has not completed yet");

    private static (ObjectHealth, string?) Service(JsonObject live) =>
        live["spec"]?["type"]?.ToString() == "LoadBalancer" ? Balanced(live, "no load balancer has given it an address yet") : Healthy;

    private static (ObjectHealth, string?) Balanced(JsonObject live, string missing) =>
        live["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 } ? Healthy : (ObjectHealth.Progressing, missing);

    private static (ObjectHealth, string?) Claim(JsonObject live) => live["status"]?["phase"]?.ToString() switch
    {
        "Bound" => Healthy,
        "Lost" => (ObjectHealth.Degraded, "its volume is lost"),
        _ => (ObjectHealth.Progressing, "it is not bound to a volume yet"),
    };

    private static (ObjectHealth, string?) Definition(JsonObject live) =>
        Condition(live, "NamesAccepted") is { } names && names["status"]?.ToString() == "False" ? (ObjectHealth.Degraded, names["message"]?.ToString())
        : True(live, "Established") is not null ? Healthy
        : (ObjectHealth.Progressing, "it is not established yet");

    /// <summary>Conditions that say the same in many projects: what is stalled or not accepted will not mend itself; what is not ready yet may.</summary>
    private static (ObjectHealth, string?) Conditions(JsonObject live)
    {
        if (True(live, "Stalled") is { } stalled)
        {
            return (ObjectHealth.Degraded, Because(stalled));
        }

        if (Condition(live, "Accepted") is { } accepted && accepted["status"]?.ToString() == "False")
        {
            return (ObjectHealth.Degraded, Because(accepted));
        }

        var waiting = Readiness.Select(type => Condition(live, type)).FirstOrDefault(one => one?["status"]?.ToString() is "False" or "Unknown");
        return waiting is not null ? (ObjectHealth.Progressing, Because(waiting))
            : True(live, "Reconciling") is { } reconciling ? (ObjectHealth.Progressing, Because(reconciling))
            : Healthy;
    }

    private static string Because(JsonNode condition) =>
        $"{condition["type"]} is {condition["status"]}{(condition["message"]?.ToString() is { Length: > 0 } message ? $": {message}" : condition["reason"] is { } reason ? $" ({reason})" : "")}";

    private static bool NotSeen(JsonObject live) => Count(live["status"], "observedGeneration", 0) < Count(live["metadata"], "generation", 0);

    private static JsonNode? Condition(JsonObject live, string type) =>
        (live["status"]?["conditions"] as JsonArray)?.FirstOrDefault(one => one?["type"]?.ToString() == type);

    private static JsonNode? True(JsonObject live, string type) => Condition(live, type) is { } one && one["status"]?.ToString() == "True" ? one : null;

    private static long Count(JsonNode? node, string field, long otherwise) => node?[field] is JsonValue value && value.TryGetValue<long>(out var count) ? count : otherwise;
}
