using MeshLab.Core.Experiments.Execution;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Fortio;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>Makes an experiment of Fortio's results: a variant for each of its labels, a load for each rate and number of connections, and a repetition for each that is alike. They know no CPU or memory.</summary>
internal static class FortioImport
{
    /// <exception cref="FormatException">There are no results, or one went as fast as possible and so has no rate to compare at.</exception>
    public static ExperimentDocument Read(IReadOnlyList<FortioResult> results)
    {
        if (results.FirstOrDefault(result => result.RequestedQps is null) is { } unpaced)
        {
            throw new FormatException($"The result of {unpaced.StartedAt:u} was sent as fast as possible (-qps 0); only loads of a fixed rate can be compared.");
        }

        var levels = results.Select(Level).Distinct().OrderBy(level => level.Qps).ThenBy(level => level.Connections).ToList();
        var counts = new Dictionary<(string, int), int>();
        var trials = results.OrderBy(result => result.StartedAt).Select(result =>
        {
            var key = (Variant(result), levels.IndexOf(Level(result)));
            var repetition = counts[key] = counts.GetValueOrDefault(key) + 1;
            var figures = TrialJudge.Judge(Level(result), result, WindowUsage.None, new ClientUsage(null, null), [], Origin.Measured);
            return new DocumentTrial(repetition, key.Item1, key.Item2, TrialStatus.Succeeded, result.StartedAt, figures, null);
        }).ToList();
        return new(
            ExperimentDocument.CurrentFormat,
            new(
                "Fortio results",
                [.. results.Select(Variant).Distinct().Select(variant => new ExperimentVariant(variant, new Dictionary<string, string> { ["main"] = "imported" }, null, new Dictionary<string, string>()))],
                levels,
                counts.Values.Max(),
                new("unknown", "unknown", null, results[0].Url ?? "http://unknown/", null),
                TimeSpan.Zero,
                TimeSpan.Zero),
            results.Min(result => result.StartedAt),
            results.Min(result => result.StartedAt),
            results.Max(result => result.EndedAt),
            false,
            trials);
    }

    private static string Variant(FortioResult result) => result.Labels.Trim() is { Length: > 0 and <= 100 } label ? label : "fortio";

    /// <summary>A duration to whole seconds, so that runs that took a little longer are alike.</summary>
    private static LoadLevel Level(FortioResult result) => new(result.RequestedQps!.Value, result.Connections, TimeSpan.FromSeconds(Math.Round(result.Duration.TotalSeconds)));
}
