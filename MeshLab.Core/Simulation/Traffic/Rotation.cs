using System.Collections.Concurrent;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>
/// Chooses among weighted alternatives so that the shares are right after few choices: smooth weighted round robin, one
/// state a key. Of a weight of 10 in 100, every tenth choice falls on it, spread evenly.
/// </summary>
internal sealed class Rotation
{
    private readonly ConcurrentDictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>The index of the alternative whose turn it is, or -1 when no weight is above zero.</summary>
    public int Next(string key, IReadOnlyList<double> weights)
    {
        if (weights.Count == 1)
        {
            return weights[0] > 0 ? 0 : -1;
        }

        var state = _states.GetOrAdd(key, _ => new State());
        lock (state)
        {
            if (!state.Weights.AsSpan().SequenceEqual([.. weights]))
            {
                state.Weights = [.. weights];

                // Begin in the middle of a round, so that few choices already show a rare alternative and do not begin with it.
                state.Credits = [.. weights.Select(weight => weight / 2)];
            }

            var total = 0.0;
            var best = -1;
            for (var index = 0; index < weights.Count; index++)
            {
                if (weights[index] <= 0)
                {
                    continue;
                }

                total += weights[index];
                state.Credits[index] += weights[index];
                if (best < 0 || state.Credits[index] > state.Credits[best] + 1e-9)
                {
                    best = index;
                }
            }

            if (best >= 0)
            {
                state.Credits[best] -= total;
            }

            return best;
        }
    }

    /// <summary>Whether it is the turn of what happens to so many per cent.</summary>
    public bool Happens(string key, double percent) => percent >= 100 || (percent > 0 && Next(key, [percent, 100 - percent]) == 0);

    private sealed class State
    {
        public double[] Weights { get; set; } = [];

        public double[] Credits { get; set; } = [];
    }
}
