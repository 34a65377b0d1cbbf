using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>What a watcher knows of the objects, so that each change is told once and what vanished unseen is told as a deletion.</summary>
internal sealed class WatchedObjects
{
    private readonly Dictionary<string, JsonObject> _known = new(StringComparer.Ordinal);

    /// <summary>What an event of the server means to somebody who heard all events before.</summary>
    public WatchEvent? Take(string type, JsonObject resource)
    {
        var key = Key(resource);
        _known.TryGetValue(key, out var before);
        if (type == "DELETED")
        {
            return _known.Remove(key) ? new(WatchEventType.Deleted, resource) : null;
        }

        _known[key] = resource;
        if (before is null)
        {
            return new(WatchEventType.Added, resource);
        }

        return Field(before, "resourceVersion") == Field(resource, "resourceVersion") ? null : new(WatchEventType.Modified, resource);
    }

    /// <summary>The difference to a new list: deletions, then what is new or changed in the order of the list.</summary>
    public IReadOnlyList<WatchEvent> Replace(IReadOnlyList<JsonObject> items)
    {
        var events = new List<WatchEvent>();
        var now = items.ToDictionary(Key, StringComparer.Ordinal);
        foreach (var (key, before) in _known.ToList())
        {
            // One of the same name and another uid was deleted and made again.
            if (!now.TryGetValue(key, out var item) || Field(item, "uid") != Field(before, "uid"))
            {
                _known.Remove(key);
                events.Add(new(WatchEventType.Deleted, before));
            }
        }

        events.AddRange(items.Select(item => Take("", item)).OfType<WatchEvent>());
        return events;
    }

    private static string Key(JsonObject resource) => $"{Field(resource, "namespace")}/{Field(resource, "name")}";

    private static string? Field(JsonObject resource, string field) => resource["metadata"]?[field]?.ToString();
}
