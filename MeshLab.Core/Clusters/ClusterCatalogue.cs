using System.Collections.Concurrent;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters.Kubeconfigs;
using MeshLab.Core.Clusters.Probes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Clusters;

/// <summary>
/// The target clusters: contexts of the kubeconfig files, the cluster MeshLab runs in, and the demo clusters. Whoever asks gets what the
/// files say now. A context that cannot be used is no target cluster but a problem; it does not keep the others from being used.
/// </summary>
public sealed partial class ClusterCatalogue : IDisposable
{
    private readonly MeshLabOptions _options;
    private readonly ContentDirectories _directories;
    private readonly ClusterEnvironment _environment;
    private readonly ChangeFeed _changes;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClusterCatalogue> _logger;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (string Fingerprint, ClusterClient Client)> _clients = new(StringComparer.Ordinal);
    private ClusterSnapshot? _snapshot;

    /// <summary>A catalogue of the configured files.</summary>
    public ClusterCatalogue(IOptions<MeshLabOptions> options, ContentDirectories directories, ChangeFeed changes, TimeProvider clock, ILogger<ClusterCatalogue> logger)
        : this(options, directories, changes, clock, logger, ClusterEnvironment.Current)
    {
    }

    internal ClusterCatalogue(IOptions<MeshLabOptions> options, ContentDirectories directories, ChangeFeed changes, TimeProvider clock, ILogger<ClusterCatalogue> logger, ClusterEnvironment environment)
    {
        _options = options.Value;
        _directories = directories;
        _changes = changes;
        _clock = clock;
        _logger = logger;
        _environment = environment;
    }

    /// <summary>The target clusters in the order of their files.</summary>
    public IReadOnlyList<TargetCluster> Clusters => Current().Clusters;

    /// <summary>What is wrong with the kubeconfig files.</summary>
    public IReadOnlyList<KubeconfigProblem> Problems => Current().Problems;

    /// <summary>The cluster of that name, or null.</summary>
    public TargetCluster? Find(string name) => Current().Clusters.FirstOrDefault(one => one.Name == name);

    /// <summary>
    /// What a tool that makes a cluster is given in <c>KUBECONFIG</c>, so that the new context is found in the files that are read here; null for
    /// the tool's own default.
    /// </summary>
    public string? KubeconfigPath => _options.Kubeconfig is { Length: > 0 } configured ? string.Join(Path.PathSeparator, _environment.Files(configured)) : null;

    /// <summary>Reads the files again when one changed; with <paramref name="force"/> in any case, e.g. after a credential plugin was installed.</summary>
    public void Refresh(bool force = false) => Current(force);

    /// <summary>A shared client for the cluster; the caller does not dispose it.</summary>
    /// <exception cref="ClusterException">There is no such cluster, or its credentials cannot be loaded.</exception>
    public ClusterClient Connect(string name)
    {
        var snapshot = Current();
        var cluster = snapshot.Clusters.FirstOrDefault(one => one.Name == name) ?? throw Unknown(name, snapshot);
        var fingerprint = snapshot.FingerprintOf(cluster);
        if (_clients.TryGetValue(name, out var known) && known.Fingerprint == fingerprint)
        {
            return known.Client;
        }

        lock (_gate)
        {
            if (!_clients.TryGetValue(name, out known) || known.Fingerprint != fingerprint)
            {
                // A client of the old settings may still be at work for somebody; its idle connections end by themselves.
                known = (fingerprint, new ClusterClient(cluster, snapshot.SettingsOf(cluster), _clock));
                _clients[name] = known;
            }

            return known.Client;
        }
    }

    /// <summary>Looks at a cluster, five seconds at most; never throws for what the cluster does.</summary>
    /// <exception cref="ClusterException">There is no such cluster.</exception>
    public Task<ClusterStatus> ProbeAsync(string name, CancellationToken cancellationToken) => new ClusterProbe(Connect(name), _clock).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, client) in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    private static ClusterException Unknown(string name, ClusterSnapshot snapshot)
    {
        var problem = snapshot.Problems.FirstOrDefault(one => one.Context == name);
        return problem is not null
            ? new ClusterException($"The cluster {name} cannot be used. {problem.File}: {problem.Message}")
            : new ClusterException($"There is no cluster named {name}. Known clusters: {(snapshot.Clusters.Count == 0 ? "none" : string.Join(", ", snapshot.Clusters.Select(one => one.Name)))}.");
    }

    private ClusterSnapshot Current(bool force = false)
    {
        ClusterSnapshot? before, after;
        lock (_gate)
        {
            before = _snapshot;
            if (!force && before is not null && before.Stamps.StillTrue)
            {
                return before;
            }

            after = _snapshot = ClusterSnapshot.Read(_environment, _options.Kubeconfig, _options.DemoCluster ? _directories.DemoKubeconfig : null);
        }

        foreach (var problem in after.Problems.Except(before?.Problems ?? []))
        {
            LogProblem(_logger, problem.File, problem.Context ?? "-", problem.Message);
        }

        if (before is not null)
        {
            _changes.Publish(new ClustersChanged());
        }

        return after;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kubeconfig {File}, context {Context}: {Problem}")]
    private static partial void LogProblem(ILogger logger, string file, string context, string problem);
}
