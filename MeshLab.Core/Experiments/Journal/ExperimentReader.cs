namespace MeshLab.Core.Experiments.Journal;

/// <summary>Makes experiments of the journal's rows.</summary>
internal static class ExperimentReader
{
    public static Experiment Of(ExperimentRow row, IReadOnlyList<ExperimentStageRow> stages, IReadOnlyList<ExperimentTrialRow> trials) => new(
        row.Id,
        JournalJson.Read<ExperimentDefinition>(row.Definition),
        row.Status,
        row.CreatedAt,
        row.StartedAt,
        row.FinishedAt,
        row.Error,
        row.Simulated,
        row.Imported,
        row.RequestedBy,
        [.. stages.Select(stage => new ExperimentStage(stage.Ordinal, stage.Repetition, stage.Variant, stage.Status, stage.DeployRunId, stage.TeardownRunId, stage.StartedAt, stage.FinishedAt))],
        [.. trials.Select(Trial)]);

    public static ExperimentHeader HeaderOf(ExperimentRow row, int trials, int done)
    {
        var definition = JournalJson.Read<ExperimentDefinition>(row.Definition);
        return new(
            row.Id, definition.Name, row.Status, [.. definition.Variants.Select(variant => variant.Name)], definition.Levels.Count, definition.Repetitions,
            row.CreatedAt, row.StartedAt, row.FinishedAt, row.Error, row.Simulated, row.Imported, trials, done);
    }

    private static ExperimentTrial Trial(ExperimentTrialRow row) => new(
        row.Ordinal, row.Stage, row.Repetition, row.Variant, row.Level, row.Status, row.StartedAt, row.Figures is { } figures ? JournalJson.Read<TrialFigures>(figures) : null, row.Error);
}
