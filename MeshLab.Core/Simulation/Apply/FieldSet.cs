using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Apply;

/// <summary>
/// A set of fields of an object, as server-side apply tracks who set what. A path is its elements in the notation of <c>fieldsV1</c>
/// (<c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>), joined by newlines. Every path of a leaf and of a list item is in the set.
/// </summary>
internal sealed class FieldSet(HashSet<string> paths)
{
    private const char Separator = '\n';

    public HashSet<string> Paths { get; } = paths;

    public static FieldSet Empty => new(new(StringComparer.Ordinal));

    public static FieldSet Of(JsonObject resource, JsonObject? schema, bool custom)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in resource)
        {
            if (name is "apiVersion" or "kind")
            {
                continue;
            }

            if (name == "metadata" && value is JsonObject metadata)
            {
                foreach (var (field, content) in metadata)
                {
                    if (field is "labels" or "annotations" or "finalizers" or "ownerReferences")
                    {
                        Collect(content, $"f:metadata{Separator}f:{field}", field, null, false, paths);
                    }
                }

                continue;
            }

            Collect(value, "f:" + name, name, ListTypes.Child(schema, name), custom, paths);
        }

        return new FieldSet(paths);
    }

    public static FieldSet Parse(JsonObject? fields)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        if (fields is not null)
        {
            Read(fields, "", paths);
        }

        return new FieldSet(paths);
    }

    public JsonObject ToFieldsV1()
    {
        var root = new JsonObject();
        foreach (var path in Paths.Order(StringComparer.Ordinal))
        {
            var here = root;
            var parts = path.Split(Separator);
            foreach (var part in parts)
            {
                if (here[part] is not JsonObject next)
                {
                    here[part] = next = [];
                }

                here = next;
            }

            if (here.Count > 0 || parts[^1].StartsWith("k:", StringComparison.Ordinal))
            {
                here["."] = new JsonObject();
            }
        }

        return root;
    }

    /// <summary>The value at a path, or null; <paramref name="found"/> tells a null value from none.</summary>
    public static JsonNode? ValueAt(JsonObject resource, string path, out bool found)
    {
        JsonNode? here = resource;
        found = true;
        foreach (var part in path.Split(Separator))
        {
            switch (part[..2])
            {
                case "f:" when here is JsonObject map && map.TryGetPropertyValue(part[2..], out var child):
                    here = child;
                    break;
                case "k:" when here is JsonArray list && Item(list, part[2..]) is { } item:
                    here = item;
                    break;
                case "v:" when here is JsonArray list && list.FirstOrDefault(one => one?.ToJsonString() == part[2..]) is { } value:
                    here = value;
                    break;
                default:
                    found = false;
                    return null;
            }
        }

        return here;
    }

    /// <summary>Removes what is at a path, and the list item with it when the path names one.</summary>
    public static void RemoveAt(JsonObject resource, string path)
    {
        var cut = path.LastIndexOf(Separator);
        var parent = cut < 0 ? resource : ValueAt(resource, path[..cut], out _);
        var last = path[(cut + 1)..];
        switch (parent)
        {
            case JsonObject map when last.StartsWith("f:", StringComparison.Ordinal):
                map.Remove(last[2..]);
                break;
            case JsonArray list when last.StartsWith("k:", StringComparison.Ordinal) && Item(list, last[2..]) is { } item:
                list.Remove(item);
                break;
            case JsonArray list when last.StartsWith("v:", StringComparison.Ordinal) && list.FirstOrDefault(one => one?.ToJsonString() == last[2..]) is { } value:
                list.Remove(value);
                break;
        }
    }

    /// <summary>The path for people: <c>.spec.containers[name="x"].image</c>.</summary>
    public static string Readable(string path) => string.Concat(path.Split(Separator).Select(part => part[..2] switch
    {
        "f:" => "." + part[2..],
        "k:" => "[" + string.Join(',', JsonNode.Parse(part[2..])!.AsObject().Select(key => $"{key.Key}={key.Value?.ToJsonString()}")) + "]",
        _ => "[=" + part[2..] + "]",
    }));

    private static JsonObject? Item(JsonArray list, string key)
    {
        var keys = JsonNode.Parse(key)!.AsObject().Select(one => one.Key).ToArray();
        return list.OfType<JsonObject>().FirstOrDefault(one => ListTypes.KeyOf(one, keys) == key);
    }

    private static void Collect(JsonNode? value, string path, string field, JsonObject? schema, bool custom, HashSet<string> paths)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when !ListTypes.IsAtomicMap(field, schema, custom):
                foreach (var (name, child) in map)
                {
                    Collect(child, $"{path}{Separator}f:{name}", name, ListTypes.Child(schema, name), custom, paths);
                }

                break;
            case JsonArray { Count: > 0 } list when ListTypes.KeysOf(field, list, schema, custom) is { } keys:
                foreach (var item in list.OfType<JsonObject>())
                {
                    var itemPath = $"{path}{Separator}k:{ListTypes.KeyOf(item, keys)}";
                    paths.Add(itemPath);
                    foreach (var (name, child) in item)
                    {
                        Collect(child, $"{itemPath}{Separator}f:{name}", name, ListTypes.Child(ListTypes.Items(schema), name), custom, paths);
                    }
                }

                break;
            case JsonArray { Count: > 0 } list when ListTypes.IsSet(field, schema, custom):
                foreach (var item in list)
                {
                    paths.Add($"{path}{Separator}v:{item?.ToJsonString()}");
                }

                break;
            default:
                paths.Add(path);
                break;
        }
    }

    private static void Read(JsonObject fields, string path, HashSet<string> paths)
    {
        var leaf = true;
        foreach (var (name, child) in fields)
        {
            if (name == ".")
            {
                paths.Add(path);
                continue;
            }

            leaf = false;
            Read(child as JsonObject ?? [], path.Length == 0 ? name : $"{path}{Separator}{name}", paths);
        }

        if (leaf && path.Length > 0)
        {
            paths.Add(path);
        }
    }
}
