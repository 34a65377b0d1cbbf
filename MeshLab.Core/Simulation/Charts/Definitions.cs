using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// Custom resource definitions from short lines: <c>group Kind plural scope versions shortNames categories</c>, where a scope is N or C, the stored
/// version bears a star, a version with a status subresource ends in <c>/s</c>, and <c>-</c> stands for none. The schemas let any
/// field pass: a real cluster checks them, and scenarios are checked against the real definitions when they are written.
/// </summary>
internal static class Definitions
{
    public static IEnumerable<JsonObject> Read(string lines, bool keep = false) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => One(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), keep));

    private static JsonObject One(string[] words, bool keep)
    {
        var (group, kind, plural) = (words[0], words[1], words[2]);
        var metadata = new JsonObject { ["name"] = $"{plural}.{group}" };
        if (keep)
        {
            metadata["annotations"] = new JsonObject { ["helm.sh/resource-policy"] = "keep" };
        }

        var names = new JsonObject { ["kind"] = kind, ["listKind"] = kind + "List", ["plural"] = plural, ["singular"] = kind.ToLowerInvariant() };
        if (List(words, 5) is { Count: > 0 } shortNames)
        {
            names["shortNames"] = shortNames;
        }

        if (List(words, 6) is { Count: > 0 } categories)
        {
            names["categories"] = categories;
        }

        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["group"] = group,
                ["scope"] = words[3] == "N" ? "Namespaced" : "Cluster",
                ["names"] = names,
                ["versions"] = new JsonArray([.. words[4].Split(',').Select(Version)]),
            },
        };
    }

    private static JsonArray List(string[] words, int index) =>
        words.Length > index && words[index] != "-" ? ChartContents.Words(words[index]) : [];

    private static JsonObject Version(string word)
    {
        var version = new JsonObject
        {
            ["name"] = word.Split('*', '/')[0],
            ["served"] = true,
            ["storage"] = word.Contains('*'),
            ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } },
        };
        if (word.EndsWith("/s", StringComparison.Ordinal))
        {
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        }

        return version;
    }
}
