using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace MeshLab.Core.Simulation.Store;

/// <summary>
/// The objects of one demo cluster: in memory, written through to a file before anybody hears of a change. Every object handed out
/// is a copy or is never changed again. Resource versions grow by one with each change.
/// </summary>
internal sealed class ObjectStore
{
    private const int HistoryLimit = 8192;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, string Plural), SortedDictionary<string, Entry>> _objects = [];
    private readonly LinkedList<StoreEvent> _history = new();
    private readonly ConcurrentDictionary<Channel<StoreEvent>, byte> _watchers = new();
    private readonly StoreFile? _file;
    private long _version;
    private long _forgotten;

    public ObjectStore(StoreFile? file = null)
    {
        _file = file;
        foreach (var (key, resource) in file?.Load() ?? [])
        {
            var version = VersionOf(resource);
            Bucket(key)[SortKey(key)] = new Entry(key, resource, version);
            _version = Math.Max(_version, version);
        }

        _version = Math.Max(_version, file?.LastVersion ?? 0);
        _forgotten = _version;
    }

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _objects.Values.All(bucket => bucket.Count == 0);
            }
        }
    }

    /// <summary>A copy of the object, or null.</summary>
    public JsonObject? Get(ObjectKey key)
    {
        lock (_gate)
        {
            return Find(key) is { } entry ? Copy(entry.Resource) : null;
        }
    }

    /// <summary>The object itself, which must not be changed, or null.</summary>
    public JsonObject? Peek(ObjectKey key)
    {
        lock (_gate)
        {
            return Find(key)?.Resource;
        }
    }

    /// <summary>The objects of a type, in order of namespace and name; not copies, so they must not be changed.</summary>
    public IReadOnlyList<JsonObject> List(string group, string plural, string? @namespace = null)
    {
        lock (_gate)
        {
            return Range(group, plural, @namespace);
        }
    }

    /// <summary>A list with the version it is true for.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) ListAt(string group, string plural, string? @namespace)
    {
        lock (_gate)
        {
            return (Range(group, plural, @namespace), _version);
        }
    }

    /// <summary>
    /// Replaces what <paramref name="change"/> returns for what it is given (null when there is none), in one step. Returning
    /// the very object it was given, or one that is equal, changes nothing; returning null deletes.
    /// </summary>
    public JsonObject? Change(ObjectKey key, Func<JsonObject?, JsonObject?> change)
    {
        lock (_gate)
        {
            var entry = Find(key);
            var before = entry?.Resource;
            var after = change(before is null ? null : Copy(before));
            if (after is null)
            {
                if (entry is not null)
                {
                    Remove(entry);
                }

                return null;
            }

            if (before is not null && JsonNode.DeepEquals(before, after))
            {
                return Copy(before);
            }

            var metadata = (JsonObject)after["metadata"]!;
            metadata["resourceVersion"] = (++_version).ToString();

            // Read back from text, so that a number can be asked for as any numeric type, whoever made it.
            var text = after.ToJsonString();
            after = JsonNode.Parse(text)!.AsObject();
            var stored = new Entry(key, after, _version);
            _file?.Write(key, text, _version);
            Bucket(key)[SortKey(key)] = stored;
            Publish(new StoreEvent(before is null ? StoreEventType.Added : StoreEventType.Modified, key, after, _version, before));
            return Copy(after);
        }
    }

    /// <summary>Counters kept beside the objects, by name.</summary>
    public IReadOnlyDictionary<string, double> LoadCounters() => _file?.LoadCounters() ?? [];

    /// <summary>Keeps counters in place of those of the same group (the part of a name before its first slash).</summary>
    public void SaveCounters(string group, IReadOnlyDictionary<string, double> counters) => _file?.WriteCounters(group, counters);

    /// <summary>Changes since <paramref name="after"/> and all later ones, or null when the store no longer knows them all.</summary>
    public ChannelReader<StoreEvent>? Watch(long after, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<StoreEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            if (after < _forgotten)
            {
                return null;
            }

            foreach (var change in _history.Where(change => change.ResourceVersion > after))
            {
                channel.Writer.TryWrite(change);
            }

            _watchers[channel] = 0;
        }

        cancellationToken.Register(() =>
        {
            _watchers.TryRemove(channel, out _);
            channel.Writer.TryComplete();
        });
        return channel.Reader;
    }

    private static string SortKey(ObjectKey key) => $"{key.Namespace}\0{key.Name}";

    private Entry? Find(ObjectKey key) =>
        _objects.TryGetValue((key.Group, key.Plural), out var bucket) && bucket.TryGetValue(SortKey(key), out var entry) ? entry : null;

    private SortedDictionary<string, Entry> Bucket(ObjectKey key)
    {
        if (!_objects.TryGetValue((key.Group, key.Plural), out var bucket))
        {
            _objects[(key.Group, key.Plural)] = bucket = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        }

        return bucket;
    }

    private static JsonObject Copy(JsonObject resource) => (JsonObject)resource.DeepClone();

    private static long VersionOf(JsonObject resource) =>
        long.TryParse(resource["metadata"]?["resourceVersion"]?.GetValue<string>(), out var version) ? version : 0;

    private List<JsonObject> Range(string group, string plural, string? @namespace)
    {
        var found = new List<JsonObject>();
        if (_objects.TryGetValue((group, plural), out var bucket))
        {
            foreach (var entry in bucket.Values)
            {
                if (string.IsNullOrEmpty(@namespace) || entry.Key.Namespace == @namespace)
                {
                    found.Add(entry.Resource);
                }
            }
        }

        return found;
    }

    private void Remove(Entry entry)
    {
        var last = Copy(entry.Resource);
        ((JsonObject)last["metadata"]!)["resourceVersion"] = (++_version).ToString();
        _file?.Delete(entry.Key, _version);
        Bucket(entry.Key).Remove(SortKey(entry.Key));
        Publish(new StoreEvent(StoreEventType.Deleted, entry.Key, last, _version, entry.Resource));
    }

    private void Publish(StoreEvent change)
    {
        _history.AddLast(change);
        if (_history.Count > HistoryLimit)
        {
            _forgotten = _history.First!.Value.ResourceVersion;
            _history.RemoveFirst();
        }

        foreach (var watcher in _watchers.Keys)
        {
            watcher.Writer.TryWrite(change);
        }
    }

    private sealed record Entry(ObjectKey Key, JsonObject Resource, long Version);
}
