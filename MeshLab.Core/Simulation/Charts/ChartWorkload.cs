using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>A Deployment, DaemonSet or StatefulSet of a profile.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name, as the real chart names it.</param>
/// <param name="Labels">Labels of its pods, and its selector.</param>
/// <param name="Containers">Its containers.</param>
internal sealed record ChartWorkload(string Kind, string Name, IReadOnlyDictionary<string, string> Labels, params ChartContainer[] Containers)
{
    public int Replicas { get; init; } = 1;

    public string? Namespace { get; init; }

    public string? ServiceAccount { get; init; }

    public bool HostNetwork { get; init; }

    public IReadOnlyList<ChartContainer> InitContainers { get; init; } = [];

    /// <summary>Labels of the pods that are no part of the selector.</summary>
    public IReadOnlyDictionary<string, string> PodLabels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> PodAnnotations { get; init; } = new Dictionary<string, string>();

    public JsonObject ToJson(string @namespace)
    {
        var pod = new JsonObject
        {
            ["serviceAccountName"] = ServiceAccount ?? Name,
            ["containers"] = new JsonArray([.. Containers.Select(one => one.ToJson())]),
        };
        if (InitContainers.Count > 0)
        {
            pod["initContainers"] = new JsonArray([.. InitContainers.Select(one => one.ToJson())]);
        }

        if (HostNetwork)
        {
            pod["hostNetwork"] = true;
        }

        if (Kind == "DaemonSet")
        {
            pod["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists" });
        }

        var podMetadata = new JsonObject { ["labels"] = ChartContents.Map(Labels.Concat(PodLabels)) };
        if (PodAnnotations.Count > 0)
        {
            podMetadata["annotations"] = ChartContents.Map(PodAnnotations);
        }

        var spec = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = ChartContents.Map(Labels) },
            ["template"] = new JsonObject { ["metadata"] = podMetadata, ["spec"] = pod },
        };
        if (Kind != "DaemonSet")
        {
            spec["replicas"] = Replicas;
        }

        if (Kind == "StatefulSet")
        {
            spec["serviceName"] = Name;
        }

        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = Kind,
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = Namespace ?? @namespace, ["labels"] = ChartContents.Map(Labels) },
            ["spec"] = spec,
        };
    }
}
