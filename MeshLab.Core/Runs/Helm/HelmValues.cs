using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>The values of a helm step, merged as Helm merges them: maps deeply, later files win, a null takes a key away.</summary>
internal static class HelmValues
{
    /// <summary>All files and then the single values.</summary>
    public static async Task<JsonObject> MergeAsync(Scenario scenario, HelmAction action, CancellationToken cancellationToken)
    {
        var values = new JsonObject();
        foreach (var file in action.Values)
        {
            var text = await File.ReadAllTextAsync(ScenarioFiles.Resolve(scenario.Directory, file), cancellationToken);
            try
            {
                foreach (var document in YamlDocumentReader.Read(text, $"{scenario.Name}/{file}"))
                {
                    Merge(values, document.Root as JsonObject ?? throw new StepFailedException($"{file} is no mapping.") { Retryable = false });
                }
            }
            catch (ManifestException error)
            {
                throw new StepFailedException(error.Message, error) { Retryable = false };
            }
        }

        Merge(values, Single(action.Set));
        return values;
    }

    /// <summary>The single values as one tree. Types are those of <c>helm --set</c>: whole numbers, true, false and null; the rest is text.</summary>
    public static JsonObject Single(IReadOnlyDictionary<string, string> set)
    {
        var values = new JsonObject();
        foreach (var (path, text) in set)
        {
            Set(values, DottedPath.Split(path), Typed(text));
        }

        return values;
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (target[key] is JsonObject inner && value is JsonObject more)
            {
                Merge(inner, more);
            }
            else
            {
                target[key] = value.DeepClone();
            }
        }
    }

    private static void Set(JsonObject values, IReadOnlyList<string> path, JsonNode? value)
    {
        JsonNode node = values;
        for (var index = 0; index < path.Count; index++)
        {
            JsonNode? next = index == path.Count - 1 ? value : int.TryParse(path[index + 1], out _) ? new JsonArray() : new JsonObject();
            var last = index == path.Count - 1;
            switch (node)
            {
                case JsonArray list when int.TryParse(path[index], out var at) && at is >= 0 and < 1000:
                    while (list.Count <= at)
                    {
                        list.Add(null);
                    }

                    list[at] = last ? next : list[at] ?? next;
                    node = list[at]!;
                    break;
                case JsonObject map:
                    if (last || map[path[index]] is not (JsonObject or JsonArray))
                    {
                        map[path[index]] = next;
                    }

                    node = map[path[index]]!;
                    break;
                default:
                    throw new StepFailedException($"The value {string.Join('.', path)} cannot be set: {path[index]} is not in a map or a list.") { Retryable = false };
            }
        }
    }

    private static JsonNode? Typed(string text) => text switch
    {
        "true" => true,
        "false" => false,
        "null" => null,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text => number,
        _ => text,
    };
}
