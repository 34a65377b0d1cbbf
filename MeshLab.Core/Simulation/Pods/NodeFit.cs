using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Whether a pod may run on a node, by taints, node selector and node affinity, and how well it likes it there.</summary>
internal static class NodeFit
{
    /// <summary>Why the pod may not run on the node, in the scheduler's words, or null.</summary>
    public static string? Problem(JsonObject pod, JsonObject node)
    {
        if (node.Flag("spec", "unschedulable") && !Tolerates(pod, new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" }))
        {
            return "node(s) were unschedulable";
        }

        if (node.Items("spec", "taints").FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !Tolerates(pod, taint)) is { } taint)
        {
            return $"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}";
        }

        return IsSelected(pod, node) ? null : "node(s) didn't match Pod's node affinity/selector";
    }

    /// <summary>Whether one of the pod's tolerations covers a taint.</summary>
    public static bool Tolerates(JsonObject pod, JsonObject taint) => pod.Items("spec", "tolerations").Any(one =>
        (one.Text("effect") is null or "" || one.Text("effect") == taint.Text("effect"))
        && (one.Text("key") is { Length: > 0 } key
            ? key == taint.Text("key") && (one.Text("operator") == "Exists" || (one.Text("value") ?? "") == (taint.Text("value") ?? ""))
            : one.Text("operator") == "Exists"));

    /// <summary>Whether a node meets one of the terms of a node selector; no term at all is met by no node.</summary>
    public static bool Meets(JsonNode? selector, JsonObject node) => selector.Items("nodeSelectorTerms").Any(term => Term(term, node));

    /// <summary>The sum of the weights of preferred node affinities that the node meets.</summary>
    public static int Preference(JsonObject pod, JsonObject node) =>
        pod.Items("spec", "affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
            .Where(one => one["preference"] is JsonObject term && Term(term, node)).Sum(one => one.Integer("weight") ?? 0);

    private static bool IsSelected(JsonObject pod, JsonObject node)
    {
        var asked = pod.At("spec", "nodeSelector") as JsonObject;
        return (asked is not { Count: > 0 } || LabelSelector.MatchesMap(asked, node.At("metadata", "labels") as JsonObject))
            && (pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is not { } required || Meets(required, node));
    }

    private static bool Term(JsonObject term, JsonObject node)
    {
        var expressions = term.Items("matchExpressions").ToList();
        var fields = term.Items("matchFields").ToList();
        var labels = node.At("metadata", "labels") as JsonObject;
        return expressions.Count + fields.Count > 0
            && expressions.TrueForAll(one => LabelSelector.Holds(one, labels))
            && fields.TrueForAll(one => one.Text("key") == "metadata.name" && LabelSelector.Holds(one, new JsonObject { ["metadata.name"] = node.Name() }));
    }
}
