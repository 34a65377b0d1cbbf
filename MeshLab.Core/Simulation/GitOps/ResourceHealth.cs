using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.GitOps;

/// <summary>How resources fare, in Argo CD's words, from best to worst: Healthy, Progressing, Degraded, Missing.</summary>
internal static class ResourceHealth
{
    private static readonly string[] Order = ["Healthy", "Progressing", "Degraded", "Missing"];

    public static string Of(JsonObject? live)
    {
        if (live is null)
        {
            return "Missing";
        }

        return live.Text("kind") switch
        {
            "Deployment" or "StatefulSet" or "ReplicaSet" => Ready(live, live.Integer("spec", "replicas") ?? 1, "readyReplicas"),
            "DaemonSet" => Ready(live, live.Integer("status", "desiredNumberScheduled") ?? 0, "numberReady"),
            _ => "Healthy",
        };
    }

    public static string Worst(IEnumerable<string> all) => all.MaxBy(one => Array.IndexOf(Order, one)) ?? "Healthy";

    private static string Ready(JsonObject live, int wanted, string field) =>
        (live.Integer("status", "observedGeneration") ?? 0) >= (live.Integer("metadata", "generation") ?? 1) && (live.Integer("status", field) ?? 0) == wanted ? "Healthy"
        : live.Items("status", "conditions").Any(one => one.Text("reason") == "ProgressDeadlineExceeded") ? "Degraded" : "Progressing";
}
