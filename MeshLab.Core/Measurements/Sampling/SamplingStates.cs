using System.Collections.Concurrent;
using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>What the samplers of this process are doing: by cluster for its kubelets, and by <c>cluster (source)</c> for other sources.</summary>
internal sealed class SamplingStates
{
    private readonly ConcurrentDictionary<string, SamplingState> _states = new();

    /// <summary>The states now.</summary>
    public IReadOnlyDictionary<string, SamplingState> All => _states.ToDictionary(StringComparer.Ordinal);

    /// <summary>The state of one source of a cluster; null when it is not sampled.</summary>
    public SamplingState? Of(string cluster, string source) => _states.GetValueOrDefault(Key(cluster, source));

    /// <summary>Changes a cluster's state.</summary>
    public void Update(string cluster, string source, Func<SamplingState, SamplingState> change) =>
        _states.AddOrUpdate(Key(cluster, source), _ => change(new(cluster, true, source, null, null, null)), (_, state) => change(state));

    /// <summary>Forgets a cluster that is no longer sampled from a source.</summary>
    public void Remove(string cluster, string source) => _states.TryRemove(Key(cluster, source), out _);

    private static string Key(string cluster, string source) => source == KubeletSummarySource.Name ? cluster : $"{cluster} ({source})";
}
