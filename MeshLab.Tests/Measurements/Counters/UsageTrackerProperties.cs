using FsCheck;
using FsCheck.Xunit;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Counters;

/// <summary>What holds of every history of counters, however it is read.</summary>
public sealed class UsageTrackerProperties
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    [Property]
    public bool Observe_AnyInterleavingWithDuplicatesAndLateReadings_PreservesTheCpuOfEveryContainer(byte[][] histories, int seed)
    {
        var random = new Random(seed);
        var queues = histories.Select((steps, index) => Readings(Container("app", $"p{index}"), steps)).ToList();
        var rounds = Interleave(queues, random);

        var samples = ObserveAll(rounds);

        return queues.All(readings => Near(
            readings.Count == 0 ? 0 : (readings[^1].Cpu!.Value.CoreNanoseconds - readings[0].Cpu!.Value.CoreNanoseconds) / 1e9,
            samples.Where(sample => readings.Count > 0 && sample.Subject == readings[0].Subject).Sum(sample => sample.CpuCoreSeconds!.Value)));
    }

    [Property]
    public bool Observe_AnyHistoryWithRestarts_CountsWhatEachInstanceUsedAndIsNeverNegative(byte[] steps)
    {
        // A step of zero restarts the container: its counter begins again, and its next use is counted from there.
        var (time, counter, started, expected) = (0.0, 1000.0, 0.0, 0.0);
        var readings = new List<UsageObservation> { At(_app, 0, counter, startedAt: 0) };
        foreach (var step in steps)
        {
            time += 10;
            (counter, started) = step == 0 ? (0, time - 5) : (counter, started);
            var used = step / 100.0;
            counter += used;
            expected += used;
            readings.Add(At(_app, time, counter, startedAt: started));
        }

        var samples = ObserveAll(readings.Select(reading => new[] { reading }));

        return samples.All(sample => sample.CpuCoreSeconds >= 0) && Near(expected, samples.Sum(sample => sample.CpuCoreSeconds!.Value));
    }

    [Property]
    public bool Observe_ArbitraryCountersAndTimes_GivesNoNegativeUseAndNoOverlap((ushort Time, int Counter, bool Restart)[] readings)
    {
        double? started = null;
        var samples = ObserveAll(readings.Select(reading =>
        {
            started = reading.Restart ? reading.Time / 10.0 : started;
            return new[] { At(_app, reading.Time / 10.0, Math.Abs((double)reading.Counter), startedAt: started) };
        }));

        return samples.All(sample => sample.CpuCoreSeconds >= 0 && sample.From < sample.To && sample.To - sample.From <= _limit)
            && samples.Zip(samples.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
    }

    [Property]
    public bool Observe_EveryReadingTwice_ChangesNothing(byte[] steps)
    {
        var readings = Readings(_app, steps);

        var once = ObserveAll(readings.Select(reading => new[] { reading }));
        var twice = ObserveAll(readings.Select(reading => new[] { reading, reading }));

        return once.SequenceEqual(twice);
    }

    private static readonly UsageSubject _app = Container("app");

    private static List<UsageObservation> Readings(UsageSubject subject, byte[] steps)
    {
        var (time, counter) = (0.0, 50.0);
        return [.. (steps ?? []).Select(step => At(subject, time += 1 + (step % 29), counter += step / 100.0))];
    }

    /// <summary>Rounds that take some containers' next readings, sometimes with one that was read before.</summary>
    private static List<UsageObservation[]> Interleave(List<List<UsageObservation>> queues, Random random)
    {
        var rounds = new List<UsageObservation[]>();
        var next = new int[queues.Count];
        // The pace of the slowest reading keeps every container within the gap limit.
        while (queues.Select((queue, index) => next[index] < queue.Count).Any(left => left))
        {
            var due = queues.Select((queue, index) => (queue, index)).Where(each => next[each.index] < each.queue.Count)
                .OrderBy(each => each.queue[next[each.index]].Cpu!.Value.Time).First();
            var reading = due.queue[next[due.index]++];
            var again = due.queue[random.Next(next[due.index])];
            rounds.Add(random.Next(3) switch { 0 => [reading, again], 1 => [again, reading], _ => [reading] });
        }

        return rounds;
    }

    private static List<UsageSample> ObserveAll(IEnumerable<UsageObservation[]> rounds)
    {
        var tracker = new UsageTracker();
        return [.. rounds.SelectMany(round => tracker.Observe(round, _limit))];
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;
}
