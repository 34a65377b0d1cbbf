using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Counters;

/// <summary>
/// Turns observations of one cluster into samples. CPU is the difference of a container's cumulative counter over the counter's
/// own timestamps, so that lost rounds lose nothing and late or doubled ones add nothing:
/// <list type="bullet">
/// <item>the same or an older timestamp is passed over, because its use is counted already;</item>
/// <item>a later start, or a counter that became smaller where no start is told, means a new instance: its counter began at zero, so its whole value is new;</item>
/// <item>a counter that became smaller though its start is the same is passed over as an error of the source;</item>
/// <item>a longer silence than the gap limit leaves a gap; the counter starts afresh and nothing is spread over the silence;</item>
/// <item>a container that started while its node was being watched is counted from its start, so that start-up work is not lost.</item>
/// </list>
/// A source without counters gives means over windows. A window counts once, for the part of it that lies after the last one; what lies
/// between two windows is not known and stays a gap.
/// Not safe for concurrent use: one tracker serves one cluster's sampler.
/// </summary>
internal sealed class UsageTracker
{
    /// <summary>Windows that are longer say too little of any time in them.</summary>
    private static readonly TimeSpan _longestWindow = TimeSpan.FromMinutes(20);

    /// <summary>How long an instance that is no longer told is remembered as counted.</summary>
    private static readonly TimeSpan _countedFor = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    /// <summary>The samples that a reading's observations complete, in the order given.</summary>
    public IReadOnlyList<UsageSample> Observe(IReadOnlyList<UsageObservation> observations, TimeSpan gapLimit)
    {
        var samples = new List<UsageSample>(observations.Count);
        foreach (var group in observations.GroupBy(observation => observation.Subject.Node))
        {
            var node = _nodes.TryGetValue(group.Key, out var known) ? known : _nodes[group.Key] = new();
            DateTimeOffset? newest = group.Max(observation => TimeOf(observation));
            foreach (var observation in group)
            {
                // A node without figures of its own was still observed, at the time of its newest container.
                var time = TimeOf(observation) ?? (observation.Subject.Scope == UsageScope.Node ? newest : null);
                if (time is { } at && Track(node, observation, at, gapLimit) is { } sample)
                {
                    samples.Add(sample);
                }
            }

            if (newest is { } reached)
            {
                node.WatchedSince ??= reached;
                node.Forget(reached - gapLimit);
            }
        }

        return samples;
    }

    private static UsageSample? Track(Node node, UsageObservation observation, DateTimeOffset time, TimeSpan gapLimit)
    {
        var key = (observation.Subject.PodUid, observation.Subject.Container);
        var known = node.Last.TryGetValue(key, out var last);
        if (!known && time < node.ForgottenBefore)
        {
            // It may have been counted and forgotten.
            return null;
        }

        return observation.Window is { } window
            ? TrackWindow(node, key, known ? last.Time : null, observation, window, time)
            : TrackCounter(node, key, known ? last : null, observation, time, gapLimit);
    }

    private static UsageSample? TrackCounter(Node node, (string, string) key, Last? known, UsageObservation observation, DateTimeOffset time, TimeSpan gapLimit)
    {
        var counter = observation.Cpu?.CoreNanoseconds;
        var started = observation.StartedAt is { } start ? Truncate(start) : (DateTimeOffset?)null;
        if (known is { } last && (time <= last.Time || started < last.StartedAt || (counter is null && last.CoreNanoseconds is not null)
            || (counter < last.CoreNanoseconds && started is not null && started == last.StartedAt)))
        {
            return null;
        }

        node.Last[key] = new(time, counter, started ?? known?.StartedAt);
        var restarted = counter < known?.CoreNanoseconds || started > known?.StartedAt;
        DateTimeOffset? from = (known, restarted) switch
        {
            ({ } before, true) => started >= before.Time && started < time ? started : before.Time,
            ({ } before, false) => before.Time,
            // What started before may have been counted and forgotten; so may an instance whose node's clock jumped.
            _ => started < time && started >= node.WatchedSince && started >= node.ForgottenBefore && !node.WasCounted(key, started) ? started : null,
        };
        if (from is not { } begin || time - begin > gapLimit)
        {
            return null;
        }

        // A counter that appears in a known series has nothing to be compared with yet, unless the instance is new.
        var counted = known is not null && !restarted ? known.Value.CoreNanoseconds : 0;
        return new(observation.Subject, begin, time, (counter - counted) / 1e9, observation.Memory?.WorkingSetBytes);
    }

    private static UsageSample? TrackWindow(Node node, (string, string) key, DateTimeOffset? last, UsageObservation observation, CpuWindow window, DateTimeOffset end)
    {
        if (window.Length > _longestWindow)
        {
            return null;
        }

        var counted = last ?? node.ForgottenBefore;
        var start = Truncate(window.End - window.Length) is var begin && begin > counted ? begin : counted;
        if (start >= end)
        {
            return null;
        }

        node.Last[key] = new(end, null, null);
        return new(observation.Subject, start, end, window.Cores * (end - start).TotalSeconds, observation.Memory?.WorkingSetBytes);
    }

    private static DateTimeOffset? TimeOf(UsageObservation observation) =>
        (observation.Window?.End ?? observation.Cpu?.Time ?? observation.Memory?.Time) is { } time ? Truncate(time) : null;

    /// <summary>Whole milliseconds, as the store keeps them.</summary>
    private static DateTimeOffset Truncate(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private readonly record struct Last(DateTimeOffset Time, long? CoreNanoseconds, DateTimeOffset? StartedAt);

    /// <summary>What is remembered of one node.</summary>
    private sealed class Node
    {
        public Dictionary<(string PodUid, string Container), Last> Last { get; } = [];

        private readonly Dictionary<(string PodUid, string Container), (DateTimeOffset? StartedAt, DateTimeOffset At)> _counted = [];

        public DateTimeOffset? WatchedSince { get; set; }

        /// <summary>What was last heard of before is forgotten.</summary>
        public DateTimeOffset ForgottenBefore { get; private set; } = DateTimeOffset.MinValue;

        /// <summary>Whether a container was counted and forgotten as the instance that started then.</summary>
        public bool WasCounted((string PodUid, string Container) key, DateTimeOffset? startedAt) => _counted.TryGetValue(key, out var counted) && counted.StartedAt == startedAt;

        public void Forget(DateTimeOffset before)
        {
            if (before <= ForgottenBefore)
            {
                return;
            }

            ForgottenBefore = before;
            foreach (var (key, last) in Last.Where(entry => entry.Value.Time < before).ToList())
            {
                Last.Remove(key);
                _counted[key] = (last.StartedAt, before);
            }

            foreach (var key in _counted.Where(entry => entry.Value.At < before - _countedFor).Select(entry => entry.Key).ToList())
            {
                _counted.Remove(key);
            }
        }
    }
}
