using MeshLab.Core.Statistics;

namespace MeshLab.Core.Experiments.Results;

/// <summary>Averages an experiment's measurements and compares them with the baseline's.</summary>
internal static class ResultBuilder
{
    public static ExperimentResults Build(Experiment experiment)
    {
        var definition = experiment.Definition;
        var comparisons = Math.Max(1, definition.Variants.Count - 1);
        var trials = experiment.Trials.Where(trial => trial.Figures is not null).ToLookup(trial => (trial.Variant, trial.Level));
        var cells = new List<ResultCell>();
        foreach (var variant in definition.Variants)
        {
            for (var level = 0; level < definition.Levels.Count; level++)
            {
                var own = trials[(variant.Name, level)].ToList();
                var baseline = variant.Name == definition.BaselineName ? null : trials[(definition.BaselineName, level)].ToList();
                cells.Add(Cell(definition, variant.Name, level, own, baseline, comparisons));
            }
        }

        return new(definition.BaselineName, cells, Method(definition, comparisons));
    }

    private static ResultCell Cell(
        ExperimentDefinition definition, string variant, int level, List<ExperimentTrial> measured, List<ExperimentTrial>? baseline, int comparisons)
    {
        var used = measured.Where(Fit).ToList();
        var against = baseline?.Where(Fit).ToList();
        // Figures of different origins are never compared: a simulated baseline says nothing about a measured mesh.
        var comparable = against is { Count: > 0 } && used.Concat(against).Select(trial => trial.Figures!.Origin).Distinct().Count() == 1;
        var metrics = ResultMetrics.All
            .Select(metric => Metric(definition.Seed, $"{variant}/{level}", metric, used, comparable ? against : null, comparisons))
            .OfType<MetricResult>();
        return new(
            variant,
            level,
            measured.Count,
            used.Count,
            measured.Where(trial => !Fit(trial)).SelectMany(trial => trial.Figures!.Flags).Where(flag => flag != TrialFlag.UsageIncomplete).GroupBy(flag => flag).ToDictionary(group => group.Key, group => group.Count()),
            used.Count(trial => !ResultMetrics.KnowsUsage(trial.Figures!)),
            measured.Count == 0 ? null : measured[0].Figures!.Origin,
            [.. metrics]);
    }

    private static MetricResult? Metric(
        long seed, string cell, (string Name, string Unit, Func<TrialFigures, double?> Read) metric, List<ExperimentTrial> used, List<ExperimentTrial>? baseline, int comparisons)
    {
        var values = Values(used, metric.Read);
        if (values.Count == 0)
        {
            return null;
        }

        var own = (ulong)seed ^ Hash($"{cell}/{metric.Name}");
        var before = baseline is null ? [] : Values(baseline, metric.Read);
        var pairs = values.Keys.Where(before.ContainsKey).Order().ToList();
        MetricEffect? effect = null;
        // The rate that was reached is a check of the load, not a result.
        if (pairs.Count > 0 && metric.Name != ResultMetrics.Rate)
        {
            var (mine, theirs) = (pairs.ConvertAll(repetition => values[repetition]), pairs.ConvertAll(repetition => before[repetition]));
            effect = new(
                pairs.Count,
                mine.Average() - theirs.Average(),
                Bootstrap.OfDifference(mine, theirs, Verdicts.Alpha, own),
                theirs.Average() > 0 ? (mine.Average() / theirs.Average()) - 1 : null,
                Bootstrap.OfRatio(mine, theirs, Verdicts.Alpha, own),
                Verdicts.Of(mine, theirs, comparisons, own));
        }

        var ordered = values.OrderBy(one => one.Key).Select(one => one.Value).ToList();
        return new(metric.Name, metric.Unit, ordered.Count, ordered.Average(), Bootstrap.OfMean(ordered, Verdicts.Alpha, own), effect);
    }

    private static Dictionary<int, double> Values(List<ExperimentTrial> trials, Func<TrialFigures, double?> read) => trials
        .Select(trial => (trial.Repetition, Value: read(trial.Figures!)))
        .Where(one => one.Value is not null)
        .GroupBy(one => one.Repetition)
        .ToDictionary(group => group.Key, group => group.First().Value!.Value);

    /// <summary>Whether a measurement is averaged: nothing is wrong with its load.</summary>
    private static bool Fit(ExperimentTrial trial) => trial.Figures!.Flags.All(flag => flag == TrialFlag.UsageIncomplete);

    /// <summary>FNV-1a, so that each figure draws repetitions of its own, the same ones in every process.</summary>
    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    private static IReadOnlyList<string> Method(ExperimentDefinition definition, int comparisons) =>
    [
        $"Randomised complete blocks: each of {definition.Repetitions} repetitions holds every variant once, in an order drawn with seed {definition.Seed}; so do the loads within a variant.",
        "Figures are means over repetitions. Repetitions whose load was not the one asked for (saturated, client-limited, errors, disturbed) are counted and left out.",
        $"Intervals: 95 %, percentile bootstrap over repetitions, {Bootstrap.Resamples:N0} resamples, tails widened for few repetitions (expanded percentile, Hesterberg 2015).",
        $"Effects: paired by repetition. Significant means that the interval at 1 − 0.05/{comparisons} (Bonferroni: {comparisons} compared with the baseline, for each figure and load) excludes zero; that needs at least {Verdicts.LeastPairs(comparisons)} pairs. Figures and loads are not corrected for one another.",
        "CPU and memory: means over the samples wholly inside each load. Percentiles: linear within Fortio's buckets of 0.1 ms and more.",
    ];
}
