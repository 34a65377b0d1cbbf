using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>PodChaperons as the source cluster makes and finds them in a target.</summary>
internal static class Chaperons
{
    private static readonly string[] Constraints = ["nodeSelector", "tolerations", "affinity", "topologySpreadConstraints"];

    public static ObjectKey Key(JsonObject chaperon) => new(AdmiraltyNames.Group, "podchaperons", chaperon.Namespace(), chaperon.Name());

    /// <summary>The chaperon of a proxy pod in a target, or null.</summary>
    public static JsonObject? Find(DemoCluster target, ObjectKey pod, string uid) =>
        target.Store.List(AdmiraltyNames.Group, "podchaperons", pod.Namespace).FirstOrDefault(one => one.Label(AdmiraltyNames.ParentUid) == uid);

    /// <summary>Makes the chaperon of a proxy pod in a target; why it could not be made, or null.</summary>
    public static string? Create(ControllerContext target, JsonObject proxy)
    {
        try
        {
            target.Create(Make(proxy));
            return null;
        }
        catch (StatusError error)
        {
            return error.Message;
        }
    }

    private static JsonObject Make(JsonObject proxy)
    {
        var source = JsonNode.Parse(proxy.Annotation(AdmiraltyNames.Manifest) ?? "{}") as JsonObject ?? [];
        var spec = source["spec"]?.DeepClone() as JsonObject ?? [];
        foreach (var field in Constraints.Where(_ => source.At("metadata", "annotations", AdmiraltyNames.UseConstraints) is not null))
        {
            spec.Remove(field);
        }

        spec["schedulerName"] = AdmiraltyNames.CandidateScheduler;

        // Prefixed, so that no controller in the target takes the pod for one of its own.
        var labels = new JsonObject();
        foreach (var (name, value) in source.At("metadata", "labels") as JsonObject ?? [])
        {
            labels[AdmiraltyNames.Prefix + name.Split('/')[^1]] = value?.DeepClone();
        }

        labels[AdmiraltyNames.ParentUid] = proxy.Uid();
        var annotations = new JsonObject { [AdmiraltyNames.ParentName] = proxy.Name(), [AdmiraltyNames.ParentNamespace] = proxy.Namespace() };
        foreach (var (name, value) in source.At("metadata", "annotations") as JsonObject ?? [])
        {
            if (!name.StartsWith(AdmiraltyNames.Prefix, StringComparison.Ordinal))
            {
                annotations[name] = value?.DeepClone();
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = $"{AdmiraltyNames.Group}/v1alpha1",
            ["kind"] = "PodChaperon",
            ["metadata"] = new JsonObject { ["name"] = $"{proxy.Name()}-{StableHash.Hex(proxy.Uid())[..5]}", ["namespace"] = proxy.Namespace(), ["labels"] = labels, ["annotations"] = annotations },
            ["spec"] = spec,
        };
    }
}
