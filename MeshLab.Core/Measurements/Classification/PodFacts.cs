using System.Text.Json.Nodes;

namespace MeshLab.Core.Measurements.Classification;

/// <summary>What the classifier needs to know of a pod.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="Owner">The controlling owner's name where that is a DaemonSet; null otherwise.</param>
/// <param name="Containers">Its containers and init containers; empty when unknown.</param>
/// <param name="NamespaceLabels">Its namespace's labels.</param>
/// <param name="NamespaceAnnotations">Its namespace's annotations.</param>
internal sealed record PodFacts(
    string Namespace,
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    string? Owner,
    IReadOnlyList<string> Containers,
    IReadOnlyDictionary<string, string> NamespaceLabels,
    IReadOnlyDictionary<string, string> NamespaceAnnotations)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>What each container reserves, by name; empty when the pod is not known.</summary>
    public IReadOnlyDictionary<string, ContainerRequests> Requests { get; init; } = new Dictionary<string, ContainerRequests>();

    /// <summary>All that is known of a pod the API server does not show: its names.</summary>
    public static PodFacts OfNames(string @namespace, string name) => new(@namespace, name, _none, _none, null, [], _none, _none);

    /// <summary>Reads the facts out of a pod and its namespace (null when that is not known).</summary>
    public static PodFacts Read(JsonObject pod, JsonObject? @namespace)
    {
        var metadata = pod["metadata"] as JsonObject;
        var owner = (metadata?["ownerReferences"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(reference => (string?)reference["kind"] == "DaemonSet");
        var spec = pod["spec"] as JsonObject;
        return new(
            (string?)metadata?["namespace"] ?? "",
            (string?)metadata?["name"] ?? "",
            Texts(metadata, "labels"),
            Texts(metadata, "annotations"),
            (string?)owner?["name"],
            [.. Names(spec, "initContainers"), .. Names(spec, "containers")],
            Texts(@namespace?["metadata"] as JsonObject, "labels"),
            Texts(@namespace?["metadata"] as JsonObject, "annotations"))
        {
            Requests = ContainerRequests.Read(pod),
        };
    }

    private static IEnumerable<string> Names(JsonObject? spec, string list) =>
        (spec?[list] as JsonArray)?.OfType<JsonObject>().Select(container => (string?)container["name"]).OfType<string>() ?? [];

    private static Dictionary<string, string> Texts(JsonObject? metadata, string map) =>
        metadata?[map] is JsonObject texts ? texts.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "") : _none;
}
