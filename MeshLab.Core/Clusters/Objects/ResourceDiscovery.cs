using System.Collections.Concurrent;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>
/// Which resource types a server has. Kept for ten minutes; a type that is not there is looked for once more, because a
/// definition may just have been applied. A group whose own server is down is left out and does not stop the rest.
/// </summary>
internal sealed class ResourceDiscovery(ApiConnection connection) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private const int Concurrency = 8;

    private readonly SemaphoreSlim _gate = new(1);
    private Snapshot? _snapshot;

    public async Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var asked = connection.Clock.GetTimestamp();
        var snapshot = await GetAsync(null, cancellationToken);
        if (!snapshot.ByKind.TryGetValue((apiVersion, kind), out var type))
        {
            snapshot = await GetAsync(asked, cancellationToken);
            snapshot.ByKind.TryGetValue((apiVersion, kind), out type);
        }

        return type;
    }

    public async Task<IReadOnlyList<ResourceType>> AllAsync(CancellationToken cancellationToken) => (await GetAsync(null, cancellationToken)).Types;

    public void Dispose() => _gate.Dispose();

    /// <summary>The types as they were at <paramref name="since"/> or later; null takes any that are not too old. Callers that ask together share one look.</summary>
    private async Task<Snapshot> GetAsync(long? since, CancellationToken cancellationToken)
    {
        if (Usable(_snapshot, since))
        {
            return _snapshot!;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Usable(_snapshot, since) ? _snapshot! : _snapshot = await ReadAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool Usable(Snapshot? snapshot, long? since) =>
        snapshot is not null && (since is { } at ? snapshot.StartedAt > at : connection.Clock.GetElapsedTime(snapshot.StartedAt) < Lifetime);

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var started = connection.Clock.GetTimestamp();
        var core = ReadRootAsync("/api", core: true, cancellationToken);
        var groups = ReadRootAsync("/apis", core: false, cancellationToken);
        await Task.WhenAll(core, groups);
        return new Snapshot(started, [.. await core, .. await groups]);
    }

    private async Task<IReadOnlyList<ResourceType>> ReadRootAsync(string path, bool core, CancellationToken cancellationToken)
    {
        var document = await connection.JsonAsync(ApiRequest.Get(path, "read the list of resource types") with { Accept = DiscoveryDocuments.Accept }, cancellationToken);
        if (DiscoveryDocuments.IsAggregated(document))
        {
            return [.. DiscoveryDocuments.Aggregated(document)];
        }

        var versions = (core ? DiscoveryDocuments.CoreVersions(document) : DiscoveryDocuments.GroupVersions(document)).ToList();
        var found = new ConcurrentDictionary<string, IReadOnlyList<ResourceType>>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(versions, options, async (version, token) =>
        {
            try
            {
                var list = await connection.JsonAsync(ApiRequest.Get($"{path}/{version}", $"read the resource types of {version}") with { Attempts = 1 }, token);
                found[version] = [.. DiscoveryDocuments.Resources(version, list)];
            }
            catch (ClusterException) when (!core)
            {
                // An aggregated API whose server is down answers 503; its types are not there as long as it is.
            }
        });
        return [.. versions.SelectMany(version => found.GetValueOrDefault(version, []))];
    }

    private sealed class Snapshot
    {
        public Snapshot(long startedAt, IReadOnlyList<ResourceType> types)
        {
            StartedAt = startedAt;
            Types = types;
            foreach (var type in types)
            {
                ByKind.TryAdd((type.ApiVersion, type.Kind), type);
            }
        }

        public long StartedAt { get; }

        public IReadOnlyList<ResourceType> Types { get; }

        public Dictionary<(string ApiVersion, string Kind), ResourceType> ByKind { get; } = [];
    }
}
