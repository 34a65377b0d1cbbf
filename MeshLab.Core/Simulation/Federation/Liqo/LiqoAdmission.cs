using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>What Liqo's webhook changes in pods of offloaded namespaces: the toleration of virtual nodes, and the nodes that the strategy leaves.</summary>
internal static class LiqoAdmission
{
    public static void Admit(DemoCluster cluster, JsonObject pod)
    {
        var space = cluster.Store.Peek(new("", "namespaces", "", pod.Namespace()));
        if (space?.Label(LiqoNames.SchedulingEnabled) != "true" || !LiqoInstallation.Is(cluster)
            || cluster.Store.List(LiqoNames.Offloading, "namespaceoffloadings", pod.Namespace()).FirstOrDefault(one => !one.IsTerminating()) is not { } offloading)
        {
            return;
        }

        var strategy = offloading.Text("spec", "podOffloadingStrategy") ?? "LocalAndRemote";
        if (strategy == "Local")
        {
            return;
        }

        var spec = pod.Map("spec");
        spec.List("tolerations").Add(new JsonObject { ["key"] = LiqoNames.NotAllowed, ["operator"] = "Exists", ["effect"] = "NoExecute" });
        if (Terms(offloading, strategy) is { } imposed)
        {
            var affinity = spec.Map("affinity").Map("nodeAffinity");
            var asked = affinity.Items("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToList();
            affinity["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject { ["nodeSelectorTerms"] = asked.Count == 0 ? imposed : Both(asked, imposed) };
        }
    }

    private static JsonArray? Terms(JsonObject offloading, string strategy)
    {
        var terms = offloading.Items("spec", "clusterSelector", "nodeSelectorTerms").Select(one => (JsonObject)one.DeepClone()).ToList();
        if (strategy == "Remote")
        {
            var all = terms.Count == 0 ? [[]] : terms;
            all.ForEach(term => term.List("matchExpressions").Add(Type("In")));
            return new JsonArray([.. all]);
        }

        return terms.Count == 0 ? null : new JsonArray([.. terms, new JsonObject { ["matchExpressions"] = new JsonArray(Type("NotIn")) }]);
    }

    private static JsonObject Type(string comparison) => new() { ["key"] = VirtualNodes.LiqoType, ["operator"] = comparison, ["values"] = new JsonArray(VirtualNodes.LiqoNode) };

    /// <summary>Terms are alternatives, so both lists hold when each of one is joined with each of the other.</summary>
    private static JsonArray Both(List<JsonObject> asked, JsonArray imposed) => new([.. from one in asked
                                                                                       from other in imposed.OfType<JsonObject>()
                                                                                       select Join(one, other)]);

    private static JsonObject Join(JsonObject one, JsonObject other)
    {
        var joined = (JsonObject)one.DeepClone();
        foreach (var list in new[] { "matchExpressions", "matchFields" })
        {
            foreach (var expression in other.Items(list))
            {
                joined.List(list).Add(expression.DeepClone());
            }
        }

        return joined;
    }
}
