using System.Text;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Pod templates: their hash, and the pods that are made of them.</summary>
internal static class PodTemplate
{
    /// <summary>Ten characters that change with the template's content, not with the order of its fields.</summary>
    public static string Hash(JsonNode? template)
    {
        var text = new StringBuilder();
        Write(template, text);
        return StableHash.Suffix(text.ToString(), 10);
    }

    /// <summary>A pod of a workload's template.</summary>
    public static JsonObject Pod(JsonObject owner, string? name = null, string? generateName = null, IEnumerable<KeyValuePair<string, string>>? labels = null)
    {
        var template = owner.At("spec", "template") as JsonObject ?? [];
        var metadata = new JsonObject { ["namespace"] = owner.Namespace() };
        foreach (var field in new[] { "labels", "annotations", "finalizers" })
        {
            if (template.At("metadata", field) is { } value)
            {
                metadata[field] = value.DeepClone();
            }
        }

        foreach (var (key, value) in labels ?? [])
        {
            metadata.Map("labels")[key] = value;
        }

        if (name is not null)
        {
            metadata["name"] = name;
        }
        else
        {
            metadata["generateName"] = generateName ?? owner.Name() + "-";
        }

        metadata["ownerReferences"] = new JsonArray(Ownership.Reference(owner));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone() ?? new JsonObject(),
        };
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(key).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (var item in list)
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
