using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>An experiment as MeshLab writes it out: everything that was asked for and measured, so that it can be read in again and its results computed anew.</summary>
/// <param name="Format">Always <c>meshlab.dev/experiment/v1</c>.</param>
/// <param name="Definition">What it compares.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
/// <param name="Trials">Its measurements.</param>
public sealed record ExperimentDocument(
    string Format,
    ExperimentDefinition Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    bool Simulated,
    IReadOnlyList<DocumentTrial> Trials)
{
    /// <summary>The only format there is.</summary>
    public const string CurrentFormat = "meshlab.dev/experiment/v1";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The experiment as JSON in UTF-8.</summary>
    public static byte[] Write(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return JsonSerializer.SerializeToUtf8Bytes(
            new ExperimentDocument(
                CurrentFormat, experiment.Definition, experiment.CreatedAt, experiment.StartedAt, experiment.FinishedAt, experiment.Simulated,
                [.. experiment.Trials.Select(trial => new DocumentTrial(trial.Repetition, trial.Variant, trial.Level, trial.Status, trial.StartedAt, trial.Figures, trial.Error))]),
            Json);
    }
}

/// <summary>A measurement as MeshLab writes it out.</summary>
/// <param name="Repetition">The block, from 1.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="Level">The load's place in the definition, from 0.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Figures">What was measured; null before.</param>
/// <param name="Error">Why it failed.</param>
public sealed record DocumentTrial(int Repetition, string Variant, int Level, TrialStatus Status, DateTimeOffset? StartedAt, TrialFigures? Figures, string? Error);
