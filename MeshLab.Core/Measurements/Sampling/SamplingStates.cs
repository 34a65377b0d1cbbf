using System.Collections.Concurrent;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>What the samplers of this process are doing, by cluster.</summary>
internal sealed class SamplingStates
{
    private readonly ConcurrentDictionary<string, SamplingState> _states = new();

    /// <summary>The states now.</summary>
    public IReadOnlyDictionary<string, SamplingState> All => _states.ToDictionary(StringComparer.Ordinal);

    /// <summary>Changes a cluster's state.</summary>
    public void Update(string cluster, string source, Func<SamplingState, SamplingState> change) =>
        _states.AddOrUpdate(cluster, name => change(new(name, true, source, null, null, null)), (_, state) => change(state));

    /// <summary>Forgets a cluster that is no longer sampled.</summary>
    public void Remove(string cluster) => _states.TryRemove(cluster, out _);
}
