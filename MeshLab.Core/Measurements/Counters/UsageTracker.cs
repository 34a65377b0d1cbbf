using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Counters;

/// <summary>
/// Turns observations of one cluster into samples. CPU is the difference of a container's cumulative counter over the counter's
/// own timestamps, so that lost rounds lose nothing and late or doubled ones add nothing:
/// <list type="bullet">
/// <item>the same or an older timestamp is passed over, because its use is counted already;</item>
/// <item>a counter that became smaller, or a later start, means a new instance: its counter began at zero, so its whole value is new;</item>
/// <item>a longer silence than the gap limit leaves a gap; the counter starts afresh and nothing is spread over the silence;</item>
/// <item>a container that started while its node was being watched is counted from its start, so that start-up work is not lost.</item>
/// </list>
/// Not safe for concurrent use: one tracker serves one cluster's sampler.
/// </summary>
internal sealed class UsageTracker
{
    private readonly Dictionary<(string Node, string PodUid, string Container), Last> _last = [];
    private readonly Dictionary<string, DateTimeOffset> _watchedSince = [];

    /// <summary>The samples that a reading's observations complete, in the order given.</summary>
    public IReadOnlyList<UsageSample> Observe(IReadOnlyList<UsageObservation> observations, TimeSpan gapLimit)
    {
        var samples = new List<UsageSample>(observations.Count);
        foreach (var node in observations.GroupBy(observation => observation.Subject.Node))
        {
            DateTimeOffset? newest = node.Max(observation => TimeOf(observation));
            foreach (var observation in node)
            {
                // A node without figures of its own was still observed, at the time of its newest container.
                var time = TimeOf(observation) ?? (observation.Subject.Scope == UsageScope.Node ? newest : null);
                if (time is { } at && Track(observation, at, gapLimit) is { } sample)
                {
                    samples.Add(sample);
                }
            }

            if (newest is { } reached)
            {
                _watchedSince.TryAdd(node.Key, reached);
                Forget(node.Key, reached - gapLimit);
            }
        }

        return samples;
    }

    private UsageSample? Track(UsageObservation observation, DateTimeOffset time, TimeSpan gapLimit)
    {
        var subject = observation.Subject;
        var key = (subject.Node, subject.PodUid, subject.Container);
        var known = _last.TryGetValue(key, out var last);
        var started = observation.StartedAt is { } start ? Truncate(start) : (DateTimeOffset?)null;
        if (known && (time <= last.Time || started < last.StartedAt || (observation.Cpu is null && last.CoreNanoseconds is not null)))
        {
            return null;
        }

        var counter = observation.Cpu?.CoreNanoseconds;
        _last[key] = new(time, counter, started ?? last.StartedAt);
        var restarted = known && (counter < last.CoreNanoseconds || started > last.StartedAt);
        DateTimeOffset? from = (known, restarted) switch
        {
            (true, true) => started >= last.Time && started < time ? started : last.Time,
            (true, false) => last.Time,
            _ => StartedUnderWatch(subject, started, time),
        };
        if (from is not { } begin || time - begin > gapLimit)
        {
            return null;
        }

        // A counter that appears in a known series has nothing to be compared with yet, unless the instance is new.
        var before = known && !restarted ? last.CoreNanoseconds : 0;
        return new(subject, begin, time, (counter - before) / 1e9, observation.Memory?.WorkingSetBytes);
    }

    private DateTimeOffset? StartedUnderWatch(UsageSubject subject, DateTimeOffset? started, DateTimeOffset time) =>
        started < time && _watchedSince.TryGetValue(subject.Node, out var since) && started >= since ? started : null;

    private void Forget(string node, DateTimeOffset before)
    {
        foreach (var key in _last.Where(entry => entry.Key.Node == node && entry.Value.Time < before).Select(entry => entry.Key).ToList())
        {
            _last.Remove(key);
        }
    }

    private static DateTimeOffset? TimeOf(UsageObservation observation) =>
        (observation.Cpu?.Time ?? observation.Memory?.Time) is { } time ? Truncate(time) : null;

    /// <summary>Whole milliseconds, as the store keeps them.</summary>
    private static DateTimeOffset Truncate(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private readonly record struct Last(DateTimeOffset Time, long? CoreNanoseconds, DateTimeOffset? StartedAt);
}
