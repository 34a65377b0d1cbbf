using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>Reads Kubernetes objects from YAML as kubectl does: several documents a file, lists unfolded, empty documents skipped.</summary>
public static class ManifestReader
{
    /// <summary>Ten times the largest bundle of definitions that the lab installs.</summary>
    private const long LargestBytes = 32 << 20;

    /// <summary>The objects of a YAML (or JSON) text in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <exception cref="ManifestException">Something is wrong; every problem found is in it.</exception>
    public static IReadOnlyList<Manifest> Read(string text, string file)
    {
        var manifests = new List<Manifest>();
        var problems = new List<ManifestProblem>();
        foreach (var document in YamlDocumentReader.Read(text, file))
        {
            Add(document.Root, document, "", manifests, problems);
        }

        return problems.Count == 0 ? manifests : throw new ManifestException(problems);
    }

    /// <summary>The objects of a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="name">The file's name for messages, e.g. relative to the scenario's folder.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ManifestException">The file cannot be read, or something in it is wrong.</exception>
    public static async Task<IReadOnlyList<Manifest>> ReadFileAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is { Exists: true, Length: > LargestBytes } large)
        {
            throw new ManifestException([new(name, 1, 1, $"has {large.Length:N0} bytes; more than {LargestBytes:N0} are refused")]);
        }

        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException([new(name, 1, 1, $"cannot be read: {error.Message}")], error);
        }
        catch (DecoderFallbackException error)
        {
            throw new ManifestException([new(name, 1, 1, "is not UTF-8 text")], error);
        }

        return Read(text, name);
    }

    private static void Add(JsonNode? node, YamlDocument document, string pointer, List<Manifest> manifests, List<ManifestProblem> problems)
    {
        if (node is not JsonObject resource)
        {
            Problem("", $"a Kubernetes object is a mapping, this is {Describe(node)}");
            return;
        }

        var kind = RequireText("kind", "/kind", "");
        var apiVersion = RequireText("apiVersion", "/apiVersion", "");
        if (kind is not null && kind.EndsWith("List", StringComparison.Ordinal) && resource.ContainsKey("items"))
        {
            AddItems();
            return;
        }

        var subject = kind is null ? "" : $" of this {kind}";
        if (kind is not null && apiVersion is not null && RequireText("metadata.name", "/metadata/name", subject) is not null)
        {
            manifests.Add(new Manifest(resource, document, pointer));
        }

        void AddItems()
        {
            if (resource["items"] is not JsonArray items)
            {
                Problem("/items", "the items of a List are a sequence");
                return;
            }

            for (var index = 0; index < items.Count; index++)
            {
                Add(items[index], document, $"{pointer}/items/{index}", manifests, problems);
            }
        }

        string? RequireText(string field, string fieldPointer, string of)
        {
            var value = field == "metadata.name" ? (resource["metadata"] as JsonObject)?["name"] : resource[field];
            if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is { Length: > 0 } found)
            {
                return found;
            }

            Problem(fieldPointer, value is null ? $"{field}{of} is missing" : $"{field}{of} must be text, this is {Describe(value)}; put it in quotes");
            return null;
        }

        void Problem(string fieldPointer, string message)
        {
            var (line, column) = document.Locate(pointer + fieldPointer);
            problems.Add(new(document.File, line, column, message));
        }
    }

    private static string Describe(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "a mapping",
        JsonArray => "a sequence",
        _ when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>().Length == 0 ? "empty text" : "text",
        _ when node.GetValueKind() == JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => $"the boolean {node.ToJsonString()}",
    };
}
