using System.Globalization;
using System.Text.Json;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>
/// Makes an experiment of Service Mesh Performance messages. Files that MeshLab wrote give back everything; others give what the
/// specification's own fields hold: rate, p50, p90, p99, and no CPU or memory over the load.
/// </summary>
internal static class SmpReader
{
    /// <exception cref="FormatException">The messages do not make an experiment.</exception>
    public static ExperimentDocument Read(SmpDocument document)
    {
        if (document.Results is not { Count: > 0 })
        {
            throw new FormatException("The file holds no PerformanceTestResult.");
        }

        var tests = (document.TestConfigs ?? []).GroupBy(test => test.Id).ToDictionary(group => group.Key, group => group.First());
        var written = tests.Values.Select(test => test.Labels?.GetValueOrDefault(SmpLabels.Definition)).OfType<string>().FirstOrDefault();
        var definition = written is null ? Definition(document, tests)
            : JsonSerializer.Deserialize<ExperimentDefinition>(written, ExperimentDocument.Json) ?? throw new FormatException("The experiment's definition is empty.");
        var counts = new Dictionary<(string, int), int>();
        var trials = document.Results.Select(result =>
        {
            var (variant, level) = (Variant(result), written is null ? LevelOf(definition, result, tests) : Number(result, SmpLabels.Level));
            var repetition = counts[(variant, level)] = counts.GetValueOrDefault((variant, level)) + 1;
            return new DocumentTrial(
                result.Labels?.ContainsKey(SmpLabels.Repetition) == true ? Number(result, SmpLabels.Repetition) : repetition,
                variant, level, TrialStatus.Succeeded, result.StartTime, Figures(result, definition, level), null);
        }).ToList();
        return new(
            ExperimentDocument.CurrentFormat,
            written is null ? definition with { Repetitions = counts.Values.Max() } : definition,
            document.Results.Min(result => result.StartTime),
            document.Results.Min(result => result.StartTime),
            document.Results.Max(result => result.EndTime),
            trials.Any(trial => trial.Figures!.Origin == Origin.Simulated),
            trials);
    }

    private static ExperimentDefinition Definition(SmpDocument document, Dictionary<string, SmpTestConfig> tests)
    {
        var levels = document.Results.Select(result => Load(result, tests)).Distinct().OrderBy(level => level.Qps).ToList();
        var target = tests.Values.SelectMany(test => test.Clients ?? []).SelectMany(client => client.EndpointUrls ?? []).FirstOrDefault() ?? "http://unknown/";
        return new(
            tests.Values.FirstOrDefault()?.Name is { Length: > 0 } name ? name : "Service Mesh Performance results",
            [.. document.Results.Select(Variant).Distinct().Select(variant => new ExperimentVariant(variant, new Dictionary<string, string> { ["main"] = "imported" }, null, new Dictionary<string, string>()))],
            levels,
            1,
            new("unknown", "unknown", null, target, null),
            TimeSpan.Zero,
            TimeSpan.Zero);
    }

    private static int LevelOf(ExperimentDefinition definition, SmpResult result, Dictionary<string, SmpTestConfig> tests) =>
        definition.Levels.ToList().IndexOf(Load(result, tests));

    /// <summary>The load of a result: its test's, or what it reached, in whole seconds, where the test is not in the file.</summary>
    private static LoadLevel Load(SmpResult result, Dictionary<string, SmpTestConfig> tests) =>
        result.TestId is { } id && tests.TryGetValue(id, out var test) && test.Clients is [var client, ..] && client.Rps > 0
            ? new(client.Rps, client.Connections, TimeSpan.FromSeconds(Math.Round((result.EndTime - result.StartTime).TotalSeconds)))
            : new(Math.Round(result.ActualQps), 0, TimeSpan.FromSeconds(Math.Round((result.EndTime - result.StartTime).TotalSeconds)));

    private static TrialFigures Figures(SmpResult result, ExperimentDefinition definition, int level)
    {
        if (result.Labels?.GetValueOrDefault(SmpLabels.Figures) is { } written)
        {
            return JsonSerializer.Deserialize<TrialFigures>(written, ExperimentDocument.Json) ?? throw new FormatException($"The figures of {result.Id} are empty.");
        }

        var latency = result.LatenciesMs ?? throw new FormatException($"The result {result.Id} has no latencies_ms.");
        return new(
            result.StartTime, result.EndTime, definition.Levels[level].Qps, result.ActualQps, (long)Math.Round(result.ActualQps * (result.EndTime - result.StartTime).TotalSeconds), 0,
            latency.Average, latency.Min, latency.Max, new Dictionary<string, double> { ["50"] = latency.P50, ["90"] = latency.P90, ["99"] = latency.P99 },
            [], null, null, null, Origin.Published, null, [TrialFlag.UsageIncomplete], ["the file holds no CPU or memory over the load"]);
    }

    private static string Variant(SmpResult result) => result.Labels?.GetValueOrDefault(SmpLabels.Variant) ?? result.MeshConfigId ?? "imported";

    private static int Number(SmpResult result, string label) =>
        int.TryParse(result.Labels?.GetValueOrDefault(label), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"The label {label} of {result.Id} is missing or no number.");
}
