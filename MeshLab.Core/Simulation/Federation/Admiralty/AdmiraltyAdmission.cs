using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>
/// Admiralty's webhook: makes a proxy pod of an elected pod. What was asked for is kept in an annotation, and the constraints on nodes are
/// exchanged for the choice of a virtual node, unless the pod wants its own constraints to choose among those.
/// </summary>
internal static class AdmiraltyAdmission
{
    private static readonly string[] Constraints = ["affinity", "topologySpreadConstraints"];

    public static void Admit(DemoCluster cluster, JsonObject pod)
    {
        if (pod.At("metadata", "annotations", AdmiraltyNames.Elect) is null || pod.At("metadata", "annotations", AdmiraltyNames.Manifest) is not null
            || cluster.Store.Peek(new("", "namespaces", "", pod.Namespace()))?.Label(AdmiraltyNames.NamespaceLabel) != "enabled" || !AdmiraltyTarget.IsInstalled(cluster))
        {
            return;
        }

        var source = (JsonObject)pod.DeepClone();
        source.Remove("status");
        var metadata = pod.Map("metadata");
        metadata.Map("annotations")[AdmiraltyNames.Manifest] = source.ToJsonString();
        metadata.Map("labels")[AdmiraltyNames.HasFinalizer] = "true";
        var finalizers = metadata.List("finalizers");
        foreach (var target in AdmiraltyTarget.For(cluster.Store, pod.Namespace()))
        {
            finalizers.Add(target.Finalizer);
        }

        var spec = pod.Map("spec");
        var keeps = pod.At("metadata", "annotations", AdmiraltyNames.UseConstraints) is not null;
        var selector = keeps ? (JsonObject)spec.Map("nodeSelector").DeepClone() : [];
        selector[VirtualNodes.Provider] = VirtualNodes.Admiralty;
        spec["nodeSelector"] = selector;
        var tolerations = keeps ? (JsonArray)spec.List("tolerations").DeepClone() : [];
        tolerations.Add(new JsonObject { ["key"] = VirtualNodes.Provider, ["value"] = VirtualNodes.Admiralty });
        tolerations.Add(new JsonObject { ["key"] = "node.kubernetes.io/network-unavailable", ["operator"] = "Exists" });
        spec["tolerations"] = tolerations;
        foreach (var field in Constraints.Where(_ => !keeps))
        {
            spec.Remove(field);
        }

        spec["schedulerName"] = AdmiraltyNames.ProxyScheduler;
        spec["terminationGracePeriodSeconds"] = 0;
    }
}
