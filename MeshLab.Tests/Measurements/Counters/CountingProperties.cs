using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Counters;

/// <summary>
/// Whole lives of clusters of which everything is known: pods that come, restart and go on two nodes whose clocks are wrong, read by a collector
/// that gets answers late, doubled, without values, or not at all. What is counted never exceeds what was used, nothing counts twice, and where all goes
/// well nothing is missing.
/// </summary>
public sealed class CountingProperties
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    [Property(MaxTest = 200)]
    public Property Counted_WhateverHappens_NeverExceedsWhatWasUsed_AndNeverOverlaps() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var life = new ClusterLife(seed, troubles: true);
            var samples = life.Live(120);
            return life.Used.All(one => Counted(samples, one.Key) <= one.Value + 1e-6)
                && samples.All(sample => sample.CpuCoreSeconds is null or >= 0)
                && samples.GroupBy(sample => sample.Subject).All(NoOverlap);
        });

    /// <summary>Found by the property: a node's clock jumped forward, its containers were forgotten, and one that started after the jump's horizon was counted anew.</summary>
    [Fact]
    public void Counted_InstanceForgottenOverAJumpOfTheClock_CountsOnce()
    {
        var life = new ClusterLife(742609823, troubles: true);
        var samples = life.Live(120);

        Assert.All(life.Used, one => Assert.True(Counted(samples, one.Key) <= one.Value + 1e-6, $"{one.Key}: {Counted(samples, one.Key)} of {one.Value}"));
    }

    [Property(MaxTest = 100)]
    public Property Counted_WithoutTroubles_IsWhatWasUsedSinceTheFirstReading() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var life = new ClusterLife(seed, troubles: false);
            var samples = life.Live(60);
            return life.Seen.All(one => Math.Abs(Counted(samples, one.Key) - one.Value) < 1e-6);
        });

    [Property(MaxTest = 10)]
    public Property Stored_WhateverHappens_NeverExceedsWhatWasUsed_ThoughRoundsAreWrittenTwice() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => StoredAsync(seed).GetAwaiter().GetResult());

    private static async Task<bool> StoredAsync(int seed)
    {
        var life = new ClusterLife(seed, troubles: true);
        var samples = life.Live(40);
        await using var cluster = await MeasuredCluster.CreateAsync();
        foreach (var round in samples.Chunk(7))
        {
            await cluster.AppendAsync(round);
            await cluster.AppendAsync(round);
        }

        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        await MinuteSums.SettleAsync(await UsageStore.OpenAsync(database, CancellationToken.None), long.MaxValue, CancellationToken.None);
        var sums = await database.Set<UsageMinuteRow>().Join(database.Set<UsageSeriesRow>(), minute => minute.SeriesId, series => series.Id, (minute, series) => new { series.PodUid, series.Container, minute.CpuCoreMs, minute.CoveredMs }).ToListAsync();
        return sums.TrueForAll(row => row.CoveredMs is > 0 and <= 60_000)
            && life.Used.All(one => sums.Where(row => row.PodUid == one.Key.PodUid && row.Container == one.Key.Container).Sum(row => row.CpuCoreMs ?? 0) / 1000 <= one.Value + 1e-3);
    }

    private static double Counted(IEnumerable<UsageSample> samples, UsageSubject subject) => samples.Where(sample => sample.Subject == subject).Sum(sample => sample.CpuCoreSeconds ?? 0);

    private static bool NoOverlap(IEnumerable<UsageSample> samples)
    {
        var ordered = samples.OrderBy(sample => sample.From).ToList();
        return ordered.Zip(ordered.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
    }

    /// <summary>A cluster whose use is known, and a collector that reads it every ten seconds.</summary>
    private sealed class ClusterLife(int seed, bool troubles)
    {
        private readonly Random _random = new(seed);
        private readonly List<Pod> _pods = [];
        private readonly List<UsageObservation> _history = [];
        private readonly UsageTracker _tracker = new();
        private readonly double[] _skew = [0, 0];
        private readonly bool[] _jumped = [false, false];
        private readonly HashSet<UsageObservation> _halved = [];
        private int _made;

        /// <summary>Core-seconds used by each container, over all its instances.</summary>
        public Dictionary<UsageSubject, double> Used { get; } = [];

        /// <summary>The part of it that a collector which misses nothing can know: without what was used before the first reading, and after the last before a restart or the end.</summary>
        public Dictionary<UsageSubject, double> Seen { get; } = [];

        public List<UsageSample> Live(int rounds)
        {
            var samples = new List<UsageSample>();
            for (var round = 0; round < rounds; round++)
            {
                Change(round);
                samples.AddRange(_tracker.Observe(Read(round * 10), _limit));
            }

            return samples;
        }

        /// <summary>Ten seconds of life: pods come, restart and go, and everything runs.</summary>
        private void Change(int round)
        {
            if (round == 0 || _random.Next(8) == 0)
            {
                // A StatefulSet's pod comes back by the same name; its uid is new.
                var (pod, node) = ($"pod-{_random.Next(4)}-{_made}", _random.Next(2));
                _made++;
                _pods.Add(new(Container("app", pod, node: $"n{node}"), node, _random.NextDouble() * 2, (round * 10) - _random.Next(1, 10), round == 0));
            }

            foreach (var pod in _pods.ToList())
            {
                if (_random.Next(25) == 0 && round > 0)
                {
                    pod.Restart((round * 10) - _random.Next(1, 10));
                }
                else if (_random.Next(40) == 0 && round > 0)
                {
                    _pods.Remove(pod);
                    continue;
                }

                Used[pod.Subject] = Used.GetValueOrDefault(pod.Subject) + pod.Run(round * 10);
            }

            if (troubles && _random.Next(30) == 0)
            {
                var node = _random.Next(2);
                _skew[node] += _random.Next(-120, 120);
                _jumped[node] = true;
            }
        }

        /// <summary>
        /// A counter that is told too low is found out by the one before it. Just after a gap there is none to compare with, which is a limit that the
        /// documentation states; so it happens only where the last round told the counter, on a node whose clock never jumped.
        /// </summary>
        private bool MayBeTooLow(Pod pod, double now) => pod.ToldAt == now - 10 && !_jumped[pod.Node];

        private UsageObservation Halved(UsageObservation observation)
        {
            var halved = observation with { Cpu = new CpuCounter(observation.Cpu!.Value.Time, observation.Cpu.Value.CoreNanoseconds / 2) };
            _halved.Add(halved);
            return halved;
        }

        private List<UsageObservation> Read(double now)
        {
            var answer = new List<UsageObservation>();
            for (var node = 0; node < 2; node++)
            {
                // A node that vanishes takes its pods' figures with it, for a round or for minutes.
                if (troubles && _random.Next(6) == 0)
                {
                    continue;
                }

                answer.Add(new(UsageSubject.OfNode($"n{node}"), null, null, new MemoryGauge(Start.AddSeconds(now + _skew[node]), 1)));
                foreach (var pod in _pods.Where(pod => pod.Node == node))
                {
                    var observation = At(pod.Subject, now + _skew[node], pod.Counter, startedAt: pod.StartedAt);
                    if (!troubles)
                    {
                        Seen[pod.Subject] = Seen.GetValueOrDefault(pod.Subject) + pod.See();
                    }

                    var told = !troubles ? observation : _random.Next(15) == 0 ? observation with { Cpu = null } : _random.Next(20) == 0 && MayBeTooLow(pod, now) ? Halved(observation) : observation;
                    pod.ToldAt = told == observation ? now : null;
                    answer.Add(told);
                }
            }

            _history.AddRange(answer.Where(one => !_halved.Contains(one)));
            while (troubles && _random.Next(3) == 0 && _history.Count > 0)
            {
                answer.Insert(_random.Next(answer.Count + 1), _history[_random.Next(_history.Count)]);
            }

            return answer;
        }
    }

    private sealed class Pod(UsageSubject subject, int node, double cores, double startedAt, bool old)
    {
        private double _ranUntil = startedAt;
        private double _seen;

        // Counters count from zero; of one that ran before the collector the past is not known.
        private bool _baseline = old;

        public UsageSubject Subject => subject;

        public int Node => node;

        public double StartedAt { get; private set; } = startedAt;

        public double Counter { get; private set; }

        /// <summary>When the counter was last told as it is; null when the last round did not.</summary>
        public double? ToldAt { get; set; }

        public void Restart(double at)
        {
            (StartedAt, Counter, _seen, _baseline) = (at, 0, 0, false);
            _ranUntil = at;
        }

        /// <summary>Runs until an instant; what it used.</summary>
        public double Run(double until)
        {
            var used = (until - _ranUntil) * cores;
            Counter += used;
            _ranUntil = until;
            return used;
        }

        /// <summary>What a reading tells that was not known before.</summary>
        public double See()
        {
            var news = _baseline ? 0 : Counter - _seen;
            (_seen, _baseline) = (Counter, false);
            return news;
        }
    }
}
