using System.Text.Json;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Planning;
using MeshLab.Core.Measurements.Fortio;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>Reads experiments that were written out: MeshLab's own JSON, Service Mesh Performance, and what Fortio writes (one result or a list of them).</summary>
internal sealed record ExperimentImport(ExperimentDocument Document, string FileName)
{
    /// <summary>The largest file taken, in characters.</summary>
    public const int LongestText = 20_000_000;

    /// <exception cref="ExperimentRefusedException">The text is no experiment; the problems say why.</exception>
    public static ExperimentImport Read(string text, string fileName)
    {
        if (text.Length > LongestText)
        {
            throw new ExperimentRefusedException([$"{fileName} has more than {LongestText:N0} characters."]);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var document = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? FortioImport.Read([.. root.EnumerateArray().Select(one => FortioResultReader.Read(one.GetRawText()))])
                : root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("format", out var format) && format.ValueEquals(ExperimentDocument.CurrentFormat) ? root.Deserialize<ExperimentDocument>(ExperimentDocument.Json)
                : root.TryGetProperty("DurationHistogram", out _) ? FortioImport.Read([FortioResultReader.Read(text)])
                : root.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array ? SmpReader.Read(root.Deserialize<SmpDocument>(ExperimentDocument.Json)!)
                : null;
            var problems = document is null
                ? [$"{fileName} is neither an experiment of MeshLab ({ExperimentDocument.CurrentFormat}) nor a list of Service Mesh Performance results, nor what Fortio writes."]
                : Check(document).ToList();
            return problems.Count == 0 ? new(document!, fileName) : throw new ExperimentRefusedException(problems);
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or NotSupportedException)
        {
            throw new ExperimentRefusedException([$"{fileName} cannot be read: {error.Message}"]);
        }
    }

    /// <summary>The rows to store: the measurements in their order, all of it done.</summary>
    public (ExperimentRow Row, IReadOnlyList<ExperimentStageRow> Stages, IReadOnlyList<ExperimentTrialRow> Trials) Rows(string requestedBy, DateTimeOffset now)
    {
        var stages = Document.Trials.Select(trial => (trial.Repetition, trial.Variant)).Distinct()
            .Select((stage, ordinal) => new ExperimentStageRow { Ordinal = ordinal, Repetition = stage.Repetition, Variant = stage.Variant, Status = StageStatus.Done, Attempt = 1 }).ToList();
        var trials = Document.Trials.Select((trial, ordinal) => new ExperimentTrialRow
        {
            Ordinal = ordinal,
            Stage = stages.Find(stage => stage.Repetition == trial.Repetition && stage.Variant == trial.Variant)!.Ordinal,
            Repetition = trial.Repetition,
            Variant = trial.Variant,
            Level = trial.Level,
            Status = trial.Figures is null ? TrialStatus.Failed : TrialStatus.Succeeded,
            StartedAt = trial.StartedAt,
            Figures = trial.Figures is null ? null : JournalJson.Write(trial.Figures),
            Error = trial.Error,
        }).ToList();
        var row = new ExperimentRow
        {
            Definition = JournalJson.Write(Document.Definition),
            Status = trials.TrueForAll(trial => trial.Status == TrialStatus.Succeeded) ? ExperimentStatus.Succeeded : ExperimentStatus.Cancelled,
            RequestedBy = requestedBy,
            CreatedAt = now,
            StartedAt = Document.StartedAt,
            FinishedAt = Document.FinishedAt ?? now,
            // A label could say otherwise than the figures; where either says simulated, it is.
            Simulated = Document.Simulated || Document.Trials.Any(trial => trial.Figures?.Origin == Measurements.Origin.Simulated),
            Imported = FileName,
        };
        return (row, stages, trials);
    }

    private static List<string> Check(ExperimentDocument document)
    {
        if (document.Definition is not { Variants.Count: > 0, Levels.Count: > 0 } definition || document.Trials is null)
        {
            return ["The file lacks variants, loads or measurements."];
        }

        var names = definition.Variants.Select(variant => variant.Name).ToHashSet();
        var problems = new List<string>();
        if (names.Count != definition.Variants.Count || definition.Baseline is { } baseline && !names.Contains(baseline))
        {
            problems.Add("Two variants have one name, or the baseline is none of them.");
        }

        if (document.Trials.Count > DefinitionRules.MostTrials)
        {
            problems.Add($"The file holds more than {DefinitionRules.MostTrials:N0} measurements.");
        }

        problems.AddRange(document.Trials
            .Where(trial => trial.Variant is null || !names.Contains(trial.Variant) || trial.Level < 0 || trial.Level >= definition.Levels.Count)
            .Take(3).Select(trial => $"A measurement names the variant {trial.Variant} or the load {trial.Level}, which the experiment lacks."));
        problems.AddRange(document.Trials.GroupBy(trial => (trial.Variant, trial.Level, trial.Repetition)).Where(group => group.Count() > 1)
            .Take(3).Select(group => $"Repetition {group.Key.Repetition} of {group.Key.Variant} is in the file twice for one load."));
        problems.AddRange(document.Trials.Where(trial => trial.Figures is { Percentiles: null } or { Usage: null } or { Flags: null } or { Notes: null })
            .Take(1).Select(trial => $"The figures of repetition {trial.Repetition} of {trial.Variant} lack percentiles, usage, flags or notes."));
        if (problems.Count == 0 && !Writable(document))
        {
            problems.Add("A number of the file is larger than any that can be kept.");
        }

        return problems;
    }

    /// <summary>Whether it can be stored: numbers like 1e999 read as infinite, and JSON has no infinity.</summary>
    private static bool Writable(ExperimentDocument document)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(document, ExperimentDocument.Json).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
