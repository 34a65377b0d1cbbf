using System.Globalization;
using System.Text;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>The text a run of <c>fortio load</c> ends with, line by line as Fortio prints it.</summary>
internal static class FortioReport
{
    public static double Rate(LoadRun run) => run.Elapsed > TimeSpan.Zero ? run.Durations.Count / run.Elapsed.TotalSeconds : 0;

    public static string Text(CommandContext context, FortioOptions options, LoadRun run)
    {
        var text = new StringBuilder();
        if (!options.Quiet)
        {
            text.Append($"Ended after {GoDuration.Format(run.Elapsed)} : {run.Durations.Count} calls. qps={GoNumber.G(Rate(run), 5)}\n");
        }

        if (run.IsPaced)
        {
            Sleeps(text, options, run);
        }

        if (options.Quiet)
        {
            Counter(text, "Aggregated Function Time", run.Durations);
            Targets(text, run.Durations, options.Percentiles);
            Counter(text, "Error cases", run.Errors);
        }
        else
        {
            Whole(text, "Aggregated Function Time", run.Durations, options.Percentiles);
            Whole(text, "Error cases", run.Errors, options.Percentiles);
        }

        var address = Address(context, options);
        text.Append("# Socket and IP used for each connection:\n");
        for (var index = 0; index < run.Threads; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{index}] {run.Sockets[index],3} socket used, resolved to {address}, connection timing : count {run.Sockets[index]} avg 0.0003 +/- 0 min 0.0003 max 0.0003 sum {GoNumber.G(0.0003 * run.Sockets[index], 9)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Sockets used: {run.Sockets.Sum()} (for perfect keepalive, would be {run.Threads})\n");
        text.Append($"Uniform: {Flag(options.Uniform)}, Jitter: {Flag(options.Jitter)}, Catchup allowed: {Flag(!options.NoCatchUp)}\n");
        text.Append(CultureInfo.InvariantCulture, $"IP addresses distribution:\n{address}: {run.Sockets.Sum()}\n");
        foreach (var (code, count) in run.Codes)
        {
            text.Append(CultureInfo.InvariantCulture, $"Code {code,3} : {count} ({100.0 * count / run.Durations.Count:F1} %)\n");
        }

        if (!options.Quiet)
        {
            Counter(text, "Response Header Sizes", run.HeaderSizes);
            Counter(text, "Response Body/Total Sizes", run.Sizes);
        }

        return text.ToString();
    }

    /// <summary>Where the name of the address leads.</summary>
    public static string Address(CommandContext context, FortioOptions options) =>
        NameResolver.Resolve(context.Pod, options.Call!.Host, options.Call.Port) switch
        {
            ServiceDestination service => $"{service.Service.Scalar("spec", "clusterIP")}:{service.Port}",
            PodDestination pod => $"{pod.Pod.Address}:{pod.Port}",
            ExternalDestination or ClustersetDestination => $"198.51.100.10:{options.Call.Port}",
            _ => "",
        };

    private static void Sleeps(StringBuilder text, FortioOptions options, LoadRun run)
    {
        var late = run.Sleeps.Count == 0 ? 0 : 100.0 * run.Sleeps.Lowest / run.Sleeps.Count;
        if (late > 5)
        {
            Whole(text, "Aggregated Sleep Time", run.Sleeps, [50]);
            text.Append(CultureInfo.InvariantCulture, $"WARNING {late:F2}% of sleep were falling behind\n");
        }
        else if (!options.Quiet)
        {
            Counter(text, "Sleep times", run.Sleeps);
        }
    }

    private static void Whole(StringBuilder text, string name, Histogram histogram, IReadOnlyList<double> percentiles)
    {
        if (histogram.Count == 0)
        {
            text.Append(name).Append(" : no data\n");
            return;
        }

        Counter(text, name, histogram);
        text.Append("# range, mid point, percentile, count\n");
        var sign = ">=";
        foreach (var (start, end, percent, count) in histogram.Buckets())
        {
            text.Append(CultureInfo.InvariantCulture, $"{sign} {GoNumber.G(start, 6)} <= {GoNumber.G(end, 6)} , {GoNumber.G((start + end) / 2, 6)} , {percent:F2}, {count}\n");
            sign = ">";
        }

        Targets(text, histogram, percentiles);
    }

    private static void Counter(StringBuilder text, string name, Histogram histogram) =>
        text.Append($"{name} : count {histogram.Count} avg {GoNumber.G(histogram.Average, 8)} +/- {GoNumber.G(histogram.Deviation, 4)} min {GoNumber.G(histogram.Min)} max {GoNumber.G(histogram.Max)} sum {GoNumber.G(histogram.Sum, 9)}\n");

    private static void Targets(StringBuilder text, Histogram histogram, IReadOnlyList<double> percentiles)
    {
        foreach (var percentile in percentiles)
        {
            text.Append($"# target {GoNumber.G(percentile)}% {GoNumber.G(histogram.Percentile(percentile), 6)}\n");
        }
    }

    private static string Flag(bool on) => on ? "true" : "false";
}
