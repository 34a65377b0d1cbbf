using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>The parameters that an ApplicationSet's generators give, one object an Application: list, clusters, and the matrix of two.</summary>
internal static class SetGenerators
{
    public static IReadOnlyList<JsonObject> Parameters(DemoCluster hub, JsonObject set)
    {
        var go = set.Flag("spec", "goTemplate");
        return [.. set.Items("spec", "generators").SelectMany(one => Of(hub, set.Namespace(), one, [], go))];
    }

    private static List<JsonObject> Of(DemoCluster hub, string @namespace, JsonObject generator, JsonObject outer, bool go)
    {
        var all = generator switch
        {
            _ when generator["list"] is JsonObject list => [.. list.Items("elements").Select(one => (JsonObject)one.DeepClone())],
            _ when generator["clusters"] is JsonObject clusters => Clusters(hub, @namespace, clusters, outer, go),
            _ when generator["matrix"] is JsonObject matrix => Matrix(hub, @namespace, matrix, outer, go),
            _ => throw new SetTemplateException($"the demo cluster simulates the generators list, clusters and matrix, not {string.Join(", ", generator.Select(one => one.Key))}"),
        };
        return generator["selector"] is JsonObject selector ? [.. all.Where(one => LabelSelector.Matches(selector, one))] : all;
    }

    private static List<JsonObject> Clusters(DemoCluster hub, string @namespace, JsonObject generator, JsonObject outer, bool go) =>
    [
        .. ArgoCluster.All(hub, @namespace).Where(one => Selects(generator["selector"], one)).Select(cluster =>
        {
            var labels = cluster.Secret.At("metadata", "labels")?.DeepClone() ?? new JsonObject();
            var annotations = cluster.Secret.At("metadata", "annotations")?.DeepClone() ?? new JsonObject();
            var parameters = new JsonObject
            {
                ["name"] = cluster.Name,
                ["nameNormalized"] = SetTemplate.Normalized(cluster.Name),
                ["server"] = cluster.Server,
                ["project"] = cluster.Project,
                ["metadata"] = new JsonObject { ["labels"] = labels, ["annotations"] = annotations },
            };
            parameters["values"] = SetTemplate.Render(generator["values"] ?? new JsonObject(), Merged(outer, parameters), go);
            return parameters;
        }),
    ];

    private static bool Selects(JsonNode? selector, ArgoCluster cluster) =>
        selector is not JsonObject { Count: > 0 } || LabelSelector.Matches(selector, cluster.Secret.At("metadata", "labels") as JsonObject);

    private static List<JsonObject> Matrix(DemoCluster hub, string @namespace, JsonObject matrix, JsonObject outer, bool go) => matrix.Items("generators").ToList() switch
    {
        [var first, var second] => [.. Of(hub, @namespace, first, outer, go).SelectMany(one => Of(hub, @namespace, second, Merged(outer, one), go).Select(two => Merged(one, two)))],
        var other => throw new SetTemplateException($"matrix generator must have exactly two generators, this one has {other.Count}"),
    };

    private static JsonObject Merged(JsonObject one, JsonObject two)
    {
        var merged = (JsonObject)one.DeepClone();
        foreach (var (key, value) in two)
        {
            merged[key] = value?.DeepClone();
        }

        return merged;
    }
}
