using System.Globalization;
using MeshLab.Core.Experiments.Execution;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Fortio;

namespace MeshLab.Core.Experiments.Results;

/// <summary>Makes figures of a load and what was used over it, and says what is wrong with them.</summary>
internal static class TrialJudge
{
    /// <summary>Below this share of the rate asked for, the load is not the one that was to be measured.</summary>
    public const double LeastAchieved = 0.95;

    /// <summary>More errors than this share spoil latencies: errors are often answered faster.</summary>
    public const double MostErrors = 0.01;

    /// <summary>From this share of its CPU limit on, a client is throttled often enough to be what is measured.</summary>
    public const double ClientBusy = 0.9;

    /// <summary>Fortio's connections that wait for answers for less than this share of the time cannot be why it fell behind.</summary>
    public const double ConnectionsIdle = 0.5;

    /// <summary>The least share of the load that samples must cover.</summary>
    public const double LeastObserved = 0.5;

    private static readonly double[] _percentiles = [50, 75, 90, 95, 99, 99.9];

    public static TrialFigures Judge(LoadLevel level, FortioResult result, WindowUsage usage, ClientUsage client, IReadOnlyList<long> disturbing, Origin origin)
    {
        var problems = Problems(level, result, usage, client, disturbing).ToList();
        return new(
            result.StartedAt,
            result.EndedAt,
            level.Qps,
            result.ActualQps,
            result.Latency.Count,
            result.Errors,
            result.Latency.Mean * 1000,
            result.Latency.Min * 1000,
            result.Latency.Max * 1000,
            _percentiles.Where(_ => result.Latency.Count > 0).ToDictionary(one => one.ToString(CultureInfo.InvariantCulture), one => result.Latency.Percentile(one)!.Value * 1000),
            [.. usage.Containers.GroupBy(one => (one.Class, one.Mesh)).OrderBy(group => group.Key.Class).ThenBy(group => group.Key.Mesh, StringComparer.Ordinal).Select(group => ClassSums.Of(group.Key.Class, group.Key.Mesh, [.. group]))],
            ClassSums.Sum(usage.Nodes.Select(node => node.CpuCores)),
            ClassSums.Sum(usage.Nodes.Select(node => node.MemoryBytes)),
            client.CpuCores,
            usage.Source is null ? origin : usage.Origin,
            usage.Source,
            [.. problems.Select(problem => problem.Flag).Distinct()],
            [.. problems.Select(problem => problem.Note)])
        {
            Nodes = usage.Nodes.Count,
        };
    }

    private static IEnumerable<(TrialFlag Flag, string Note)> Problems(LoadLevel level, FortioResult result, WindowUsage usage, ClientUsage client, IReadOnlyList<long> disturbing)
    {
        var achieved = result.ActualQps / level.Qps;
        // Little's law: the mean number of connections that wait for an answer.
        var busy = result.Latency.Mean * result.ActualQps / Math.Max(1, level.Connections);
        if (client is { CpuCores: { } used, LimitCores: > 0 and { } limit } && used >= ClientBusy * limit)
        {
            yield return (TrialFlag.ClientLimited, Invariant($"the client used {used:0.##} of the {limit:0.##} cores it may use"));
        }
        else if (achieved < LeastAchieved && busy < ConnectionsIdle)
        {
            yield return (TrialFlag.ClientLimited, Invariant($"{achieved:P0} of the rate was reached although connections waited for answers only {busy:P0} of the time: Fortio fell behind by itself"));
        }
        else if (achieved < LeastAchieved)
        {
            yield return (TrialFlag.Saturated, Invariant($"{achieved:P0} of the rate was reached; the {level.Connections} connections waited for answers {Math.Min(1, busy):P0} of the time"));
        }

        if (result.Latency.Count == 0 || result.Errors > MostErrors * result.Latency.Count)
        {
            yield return (TrialFlag.Errors, Invariant($"{result.Errors:N0} of {result.Latency.Count:N0} answers were errors"));
        }

        if (disturbing.Count > 0)
        {
            yield return (TrialFlag.Disturbed, $"other work was under way on the cluster: {string.Join(", ", disturbing.Select(run => $"run {run}"))}");
        }

        var thin = usage.Containers.Count(one => one.RunsAtEnd && one.Observed < LeastObserved) + usage.Nodes.Count(one => one.Observed < LeastObserved);
        if (usage.Source is null)
        {
            yield return (TrialFlag.UsageIncomplete, "no usage was sampled during the load");
        }
        else if (!usage.Complete || thin > 0)
        {
            yield return (TrialFlag.UsageIncomplete, thin > 0
                ? $"{thin} of {usage.Containers.Count + usage.Nodes.Count} containers and nodes have too few samples within the load: use longer loads or a shorter sampling interval"
                : "not every container was read again after the load");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(_english);

    /// <summary>The invariant culture writes "95 %" with a space in front of the sign; English does not.</summary>
    private static readonly NumberFormatInfo _english = new() { PercentPositivePattern = 1 };
}
