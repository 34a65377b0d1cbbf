using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Renders objects as the <c>Table</c> that <c>kubectl get</c> prints.</summary>
internal static class Tables
{
    private sealed record Column(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, bool Wide = false);

    private static readonly Column Name = new("Name", (one, _) => one["metadata"]!["name"]!.DeepClone());

    private static readonly Column Age = new("Age", (one, now) => Since(one["metadata"]!["creationTimestamp"]?.GetValue<string>(), now));

    private static readonly Dictionary<string, Column[]> ByKind = new(StringComparer.Ordinal)
    {
        ["Pod"] =
        [
            Name,
            new("Ready", (one, _) => $"{PodState.Ready(one)}/{PodState.Total(one)}"),
            new("Status", (one, _) => PodState.Status(one)),
            new("Restarts", (one, _) => PodState.Restarts(one)),
            Age,
            new("IP", (one, _) => one["status"]?["podIP"]?.DeepClone() ?? "<none>", true),
            new("Node", (one, _) => one["spec"]?["nodeName"]?.DeepClone() ?? "<none>", true),
        ],
        ["Deployment"] =
        [
            Name,
            new("Ready", (one, _) => $"{Number(one["status"]?["readyReplicas"])}/{Number(one["spec"]?["replicas"])}"),
            new("Up-to-date", (one, _) => Number(one["status"]?["updatedReplicas"])),
            new("Available", (one, _) => Number(one["status"]?["availableReplicas"])),
            Age,
        ],
        ["ReplicaSet"] = [Name, new("Desired", (one, _) => Number(one["spec"]?["replicas"])), new("Current", (one, _) => Number(one["status"]?["replicas"])), new("Ready", (one, _) => Number(one["status"]?["readyReplicas"])), Age],
        ["StatefulSet"] = [Name, new("Ready", (one, _) => $"{Number(one["status"]?["readyReplicas"])}/{Number(one["spec"]?["replicas"])}"), Age],
        ["DaemonSet"] =
        [
            Name,
            new("Desired", (one, _) => Number(one["status"]?["desiredNumberScheduled"])),
            new("Current", (one, _) => Number(one["status"]?["currentNumberScheduled"])),
            new("Ready", (one, _) => Number(one["status"]?["numberReady"])),
            Age,
        ],
        ["Service"] =
        [
            Name,
            new("Type", (one, _) => one["spec"]?["type"]?.DeepClone()),
            new("Cluster-IP", (one, _) => one["spec"]?["clusterIP"]?.DeepClone() ?? "<none>"),
            new("External-IP", (one, _) => one["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"]?.DeepClone() ?? "<none>"),
            new("Port(s)", (one, _) => string.Join(',', (one["spec"]?["ports"] as JsonArray ?? []).Select(port => port!["nodePort"] is { } node ? $"{port["port"]}:{node}/{port["protocol"]}" : $"{port["port"]}/{port["protocol"]}"))),
            Age,
        ],
        ["Node"] =
        [
            Name,
            new("Status", (one, _) => (one["status"]?["conditions"] as JsonArray ?? []).Any(condition => condition!["type"]!.GetValue<string>() == "Ready" && condition["status"]!.GetValue<string>() == "True") ? "Ready" : "NotReady"),
            new("Roles", (one, _) => one["metadata"]?["labels"]?["node-role.kubernetes.io/control-plane"] is null ? "<none>" : "control-plane"),
            Age,
            new("Version", (one, _) => one["status"]?["nodeInfo"]?["kubeletVersion"]?.DeepClone()),
        ],
        ["Namespace"] = [Name, new("Status", (one, _) => one["status"]?["phase"]?.DeepClone()), Age],
        ["ConfigMap"] = [Name, new("Data", (one, _) => (one["data"] as JsonObject)?.Count ?? 0), Age],
        ["Secret"] = [Name, new("Type", (one, _) => one["type"]?.DeepClone()), new("Data", (one, _) => (one["data"] as JsonObject)?.Count ?? 0), Age],
        ["Job"] = [Name, new("Status", (one, _) => Number(one["status"]?["succeeded"]) > 0 ? "Complete" : "Running"), new("Completions", (one, _) => $"{Number(one["status"]?["succeeded"])}/{Number(one["spec"]?["completions"])}"), Age],
        ["Event"] =
        [
            new("Last Seen", (one, now) => Since(one["lastTimestamp"]?.GetValue<string>(), now)),
            new("Type", (one, _) => one["type"]?.DeepClone()),
            new("Reason", (one, _) => one["reason"]?.DeepClone()),
            new("Object", (one, _) => $"{one["involvedObject"]?["kind"]?.GetValue<string>().ToLowerInvariant()}/{one["involvedObject"]?["name"]}"),
            new("Message", (one, _) => one["message"]?.DeepClone()),
        ],
        ["CustomResourceDefinition"] = [Name, new("Created At", (one, _) => one["metadata"]!["creationTimestamp"]!.DeepClone())],
    };

    public static JsonObject Of(ResourceDefinition type, IReadOnlyList<JsonObject> items, string version, DateTimeOffset now)
    {
        var columns = ByKind.GetValueOrDefault(type.IsCustom ? "" : type.Kind) ?? [Name, .. Custom(type), .. type.Columns?.Any(one => one!["name"]!.GetValue<string>() == "Age") == true ? Array.Empty<Column>() : [Age]];
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = version },
            ["columnDefinitions"] = new JsonArray([.. columns.Select(column => new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = "string",
                ["format"] = column.Name == "Name" ? "name" : "",
                ["description"] = column.Name,
                ["priority"] = column.Wide ? 1 : 0,
            })]),
            ["rows"] = new JsonArray([.. items.Select(item => new JsonObject
            {
                ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]),
                ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = item["metadata"]!.DeepClone() },
            })]),
        };
    }

    private static IEnumerable<Column> Custom(ResourceDefinition type)
    {
        foreach (var column in (type.Columns ?? []).OfType<JsonObject>())
        {
            var path = column["jsonPath"]!.GetValue<string>();
            var date = column["type"]?.GetValue<string>() == "date";
            yield return new Column(
                column["name"]!.GetValue<string>(),
                (one, now) => Path(one, path) is { } found ? date ? Since(found.ToString(), now) : JsonValue.Create(found.ToString()) : null,
                column["priority"]?.GetValue<int>() > 0);
        }
    }

    private static JsonNode? Path(JsonObject resource, string path)
    {
        JsonNode? here = resource;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var filter = part.IndexOf('[', StringComparison.Ordinal);
            here = (here as JsonObject)?[filter < 0 ? part : part[..filter]];
            if (filter >= 0 && here is JsonArray list)
            {
                var wanted = part.Split('"', '\'');
                here = wanted.Length > 1 ? list.FirstOrDefault(one => one?["type"]?.GetValue<string>() == wanted[1]) : list.FirstOrDefault();
            }
        }

        return here;
    }

    private static JsonNode Since(string? time, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(time, out var start))
        {
            return "<unknown>";
        }

        var age = now - start;
        return age.TotalDays >= 2 ? $"{(int)age.TotalDays}d"
            : age.TotalHours >= 2 ? $"{(int)age.TotalHours}h"
            : age.TotalMinutes >= 2 ? $"{(int)age.TotalMinutes}m"
            : $"{Math.Max(0, (int)age.TotalSeconds)}s";
    }

    private static long Number(JsonNode? node) => node is JsonValue value && long.TryParse(value.ToString(), out var number) ? number : 0;
}
