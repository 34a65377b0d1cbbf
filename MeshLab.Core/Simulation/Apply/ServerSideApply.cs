using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Apply;

/// <summary>
/// Server-side apply: merges what a manager applies into the live object, keeps who owns which field, refuses to change fields of
/// others, and removes what the manager no longer applies. Source: Kubernetes documentation, "Server-Side Apply".
/// </summary>
internal static class ServerSideApply
{
    /// <summary>The merged object with its managed fields; conflicts when another manager owns a field with another value.</summary>
    public static (JsonObject Merged, IReadOnlyList<ApplyConflict> Conflicts) Apply(
        JsonObject? live, JsonObject applied, string manager, bool force, string subresource, JsonObject? schema, bool custom, string now)
    {
        var owned = FieldSet.Of(applied, schema, custom);
        var managers = live is null ? new FieldManagers() : FieldManagers.Of(live);
        var conflicts = live is null ? [] : Conflicts(live, applied, manager, managers, owned);
        if (conflicts.Count > 0 && !force)
        {
            return (live!, conflicts);
        }

        foreach (var conflict in conflicts)
        {
            foreach (var other in managers.All.Where(one => one.Name == conflict.Manager))
            {
                other.Fields.Paths.Remove(conflict.Path);
            }
        }

        var mine = managers.GetOrAdd(manager, "Apply", subresource, now);
        var merged = live is null ? (JsonObject)applied.DeepClone() : Merge(live, applied, schema, custom);
        RemoveDropped(merged, mine, owned, managers);
        if (!mine.Fields.Paths.SetEquals(owned.Paths))
        {
            mine.Fields = owned;
            mine.Time = now;
        }
        else if (live is not null && !SameApartFromManagers(live, merged))
        {
            mine.Time = now;
        }

        managers.WriteTo(merged);
        return (merged, []);
    }

    /// <summary>Notes what an ordinary write changed: the writer owns it from now on.</summary>
    public static void Track(JsonObject? before, JsonObject after, string manager, string subresource, JsonObject? schema, bool custom, string now)
    {
        var managers = before is null ? FieldManagers.Of(after) : FieldManagers.Of(before);
        var fields = FieldSet.Of(after, schema, custom);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in fields.Paths)
        {
            var value = FieldSet.ValueAt(after, path, out _);
            var old = before is null ? null : FieldSet.ValueAt(before, path, out _);
            if (before is null || !JsonNode.DeepEquals(value, old))
            {
                changed.Add(path);
            }
        }

        foreach (var other in managers.All)
        {
            other.Fields.Paths.RemoveWhere(path => changed.Contains(path) && !IsItem(path));
            other.Fields.Paths.RemoveWhere(path =>
            {
                FieldSet.ValueAt(after, path, out var found);
                return !found;
            });
        }

        if (changed.Count > 0)
        {
            var mine = managers.GetOrAdd(manager, "Update", subresource, now);
            mine.Fields.Paths.UnionWith(changed);
            mine.Time = now;
        }

        managers.WriteTo(after);
    }

    public static bool SameApartFromManagers(JsonObject one, JsonObject other)
    {
        var a = (JsonObject)one.DeepClone();
        var b = (JsonObject)other.DeepClone();
        (a["metadata"] as JsonObject)?.Remove("managedFields");
        (b["metadata"] as JsonObject)?.Remove("managedFields");
        return JsonNode.DeepEquals(a, b);
    }

    private static List<ApplyConflict> Conflicts(JsonObject live, JsonObject applied, string manager, FieldManagers managers, FieldSet owned)
    {
        var conflicts = new List<ApplyConflict>();
        foreach (var other in managers.All.Where(one => one.Name != manager || one.Operation != "Apply"))
        {
            foreach (var path in other.Fields.Paths.Where(path => owned.Paths.Contains(path) && !IsItem(path)))
            {
                if (!JsonNode.DeepEquals(FieldSet.ValueAt(live, path, out _), FieldSet.ValueAt(applied, path, out _)))
                {
                    conflicts.Add(new ApplyConflict(other.Name, other.Operation, path));
                }
            }
        }

        return conflicts;
    }

    private static bool IsItem(string path) => path[(path.LastIndexOf('\n') + 1)..].StartsWith("k:", StringComparison.Ordinal);

    private static void RemoveDropped(JsonObject merged, FieldManagers.Manager mine, FieldSet owned, FieldManagers managers)
    {
        var others = managers.All.Where(one => one != mine).SelectMany(one => one.Fields.Paths).ToHashSet(StringComparer.Ordinal);
        foreach (var path in mine.Fields.Paths.Where(path => !owned.Paths.Contains(path)).OrderByDescending(path => path.Length))
        {
            var keptBelow = others.Any(other => other == path || other.StartsWith(path + "\n", StringComparison.Ordinal))
                || owned.Paths.Any(other => other.StartsWith(path + "\n", StringComparison.Ordinal));
            if (!keptBelow)
            {
                FieldSet.RemoveAt(merged, path);
                PruneEmpty(merged, path, owned, others);
            }
        }
    }

    /// <summary>A map whose last field was removed goes too, unless somebody set it empty.</summary>
    private static void PruneEmpty(JsonObject merged, string path, FieldSet owned, HashSet<string> others)
    {
        for (var cut = path.LastIndexOf('\n'); cut > 0; cut = path.LastIndexOf('\n'))
        {
            path = path[..cut];
            var empty = FieldSet.ValueAt(merged, path, out var found) switch
            {
                JsonObject map => map.Count == 0,
                JsonArray list => list.Count == 0,
                _ => false,
            };
            if (!found || !empty || owned.Paths.Contains(path) || others.Contains(path) || path is "f:spec" or "f:metadata")
            {
                return;
            }

            FieldSet.RemoveAt(merged, path);
        }
    }

    private static JsonObject Merge(JsonObject live, JsonObject applied, JsonObject? schema, bool custom)
    {
        var merged = (JsonObject)live.DeepClone();
        foreach (var (name, value) in applied)
        {
            if (name == "metadata" && value is JsonObject metadata)
            {
                var target = (JsonObject)merged["metadata"]!;
                foreach (var (field, content) in metadata)
                {
                    if (field is "labels" or "annotations" or "finalizers" or "ownerReferences")
                    {
                        target[field] = MergeValue(target[field], content, field, null, false);
                    }
                }
            }
            else if (name is not ("apiVersion" or "kind"))
            {
                merged[name] = MergeValue(merged[name], value, name, ListTypes.Child(schema, name), custom);
            }
        }

        return merged;
    }

    private static JsonNode? MergeValue(JsonNode? live, JsonNode? applied, string field, JsonObject? schema, bool custom)
    {
        switch (live, applied)
        {
            case (JsonObject old, JsonObject map) when !ListTypes.IsAtomicMap(field, schema, custom):
                var result = (JsonObject)old.DeepClone();
                foreach (var (name, value) in map)
                {
                    result[name] = MergeValue(old[name], value, name, ListTypes.Child(schema, name), custom);
                }

                return result;
            case (JsonArray old, JsonArray list) when ListTypes.KeysOf(field, list.Count > 0 ? list : old, schema, custom) is { } keys:
                return MergeList(old, list, keys, field, schema, custom);
            case (JsonArray old, JsonArray list) when ListTypes.IsSet(field, schema, custom):
                var union = (JsonArray)old.DeepClone();
                foreach (var item in list.Where(item => !union.Any(one => JsonNode.DeepEquals(one, item))))
                {
                    union.Add(item?.DeepClone());
                }

                return union;
            default:
                return applied?.DeepClone();
        }
    }

    private static JsonArray MergeList(JsonArray old, JsonArray list, string[] keys, string field, JsonObject? schema, bool custom)
    {
        var result = new JsonArray();
        var applied = list.OfType<JsonObject>().ToDictionary(item => ListTypes.KeyOf(item, keys), StringComparer.Ordinal);
        var present = old.OfType<JsonObject>().ToDictionary(item => ListTypes.KeyOf(item, keys), StringComparer.Ordinal);
        foreach (var (key, item) in present)
        {
            result.Add(applied.TryGetValue(key, out var change)
                ? MergeValue(item, change, field + "[]", ListTypes.Items(schema), custom)
                : item.DeepClone());
        }

        foreach (var (_, item) in applied.Where(one => !present.ContainsKey(one.Key)))
        {
            result.Add(item.DeepClone());
        }

        return result;
    }
}
