using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Apply;

/// <summary>The three older kinds of patch.</summary>
internal static class Patches
{
    /// <summary>RFC 7386.</summary>
    public static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject map ? (JsonObject)map.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], value);
            }
        }

        return result;
    }

    /// <summary>A merge that also merges lists by key and knows <c>$patch</c> and <c>$deleteFromPrimitiveList</c> directives.</summary>
    public static JsonNode? Strategic(JsonNode? target, JsonNode? patch, string field = "")
    {
        switch (target, patch)
        {
            case (_, JsonObject changes) when changes["$patch"]?.GetValue<string>() == "replace":
                var whole = (JsonObject)changes.DeepClone();
                whole.Remove("$patch");
                return whole;
            case (_, JsonObject changes):
                return StrategicMap(target as JsonObject, changes);
            case (JsonArray old, JsonArray list):
                return StrategicList(old, list, field);
            default:
                return patch?.DeepClone();
        }
    }

    /// <summary>RFC 6902.</summary>
    /// <exception cref="InvalidOperationException">A path does not exist, or a test failed.</exception>
    public static JsonNode? Json(JsonNode target, JsonArray operations)
    {
        JsonNode? result = target.DeepClone();
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var path = operation["path"]?.GetValue<string>() ?? throw new InvalidOperationException("a JSON patch operation has no path");
            var value = operation["value"];
            switch (operation["op"]?.GetValue<string>())
            {
                case "add":
                    Set(ref result, path, value?.DeepClone(), insert: true);
                    break;
                case "replace":
                    Pointer(result, path);
                    Set(ref result, path, value?.DeepClone(), insert: false);
                    break;
                case "remove":
                    Remove(result, path);
                    break;
                case "test" when !JsonNode.DeepEquals(Pointer(result, path), value):
                    throw new InvalidOperationException($"the test at {path} failed");
                case "test":
                    break;
                case "copy":
                    Set(ref result, path, Pointer(result, operation["from"]!.GetValue<string>())?.DeepClone(), insert: true);
                    break;
                case "move":
                    var moved = Pointer(result, operation["from"]!.GetValue<string>())?.DeepClone();
                    Remove(result, operation["from"]!.GetValue<string>());
                    Set(ref result, path, moved, insert: true);
                    break;
                default:
                    throw new InvalidOperationException($"unknown JSON patch operation {operation["op"]?.ToJsonString()}");
            }
        }

        return result;
    }

    private static JsonObject StrategicMap(JsonObject? target, JsonObject changes)
    {
        var result = (JsonObject?)target?.DeepClone() ?? [];
        foreach (var (name, value) in changes)
        {
            if (name.StartsWith("$deleteFromPrimitiveList/", StringComparison.Ordinal))
            {
                if (result[name["$deleteFromPrimitiveList/".Length..]] is JsonArray list)
                {
                    foreach (var gone in list.Where(one => value!.AsArray().Any(dead => JsonNode.DeepEquals(dead, one))).ToList())
                    {
                        list.Remove(gone);
                    }
                }
            }
            else if (name.StartsWith('$'))
            {
                continue;
            }
            else if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Strategic(result[name], value, name);
            }
        }

        return result;
    }

    private static JsonArray StrategicList(JsonArray old, JsonArray list, string field)
    {
        var keys = ListTypes.KeysOf(field, list.Count > 0 ? list : old, null, false);
        if (keys is null)
        {
            return ListTypes.IsSet(field, null, false)
                ? [.. old.Concat(list).Select(one => one!.ToJsonString()).Distinct().Select(text => JsonNode.Parse(text))]
                : (JsonArray)list.DeepClone();
        }

        keys = field == "ports" ? keys[..1] : keys;
        var result = (JsonArray)old.DeepClone();
        foreach (var item in list.OfType<JsonObject>())
        {
            var same = result.OfType<JsonObject>().FirstOrDefault(one => ListTypes.KeyOf(one, keys) == ListTypes.KeyOf(item, keys));
            if (item["$patch"]?.GetValue<string>() == "delete")
            {
                result.Remove(same);
            }
            else if (same is null)
            {
                result.Add(item.DeepClone());
            }
            else
            {
                result[result.IndexOf(same)] = StrategicMap(same, item);
            }
        }

        return result;
    }

    private static string[] Parts(string pointer) =>
        [.. pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JsonNode? Pointer(JsonNode? root, string pointer)
    {
        foreach (var part in Parts(pointer))
        {
            root = root switch
            {
                JsonObject map when map.TryGetPropertyValue(part, out var child) => child,
                JsonArray list when int.TryParse(part, out var index) && index >= 0 && index < list.Count => list[index],
                _ => throw new InvalidOperationException($"the path {pointer} does not exist"),
            };
        }

        return root;
    }

    private static void Set(ref JsonNode? root, string pointer, JsonNode? value, bool insert)
    {
        var parts = Parts(pointer);
        if (parts.Length == 0)
        {
            root = value;
            return;
        }

        switch (Pointer(root, pointer[..pointer.LastIndexOf('/')]))
        {
            case JsonObject map:
                map[parts[^1]] = value;
                break;
            case JsonArray list when parts[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when int.TryParse(parts[^1], out var index) && index >= 0 && index <= list.Count:
                if (insert)
                {
                    list.Insert(index, value);
                }
                else
                {
                    list[index] = value;
                }

                break;
            default:
                throw new InvalidOperationException($"the path {pointer} does not exist");
        }
    }

    private static void Remove(JsonNode? root, string pointer)
    {
        Pointer(root, pointer);
        switch (Pointer(root, pointer[..pointer.LastIndexOf('/')]))
        {
            case JsonObject map:
                map.Remove(Parts(pointer)[^1]);
                break;
            case JsonArray list:
                list.RemoveAt(int.Parse(Parts(pointer)[^1]));
                break;
        }
    }
}
