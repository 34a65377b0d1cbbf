namespace MeshLab.Core.Audit;

/// <summary>What the audit log records.</summary>
public static class AuditDeeds
{
    /// <summary>A run was queued; its action follows: <c>run.deploy</c>, <c>run.teardown</c>, <c>run.dryRun</c>, <c>run.verify</c>.</summary>
    public const string RunStarted = "run.";

    /// <summary>A run was asked to stop.</summary>
    public const string RunCancelled = "run.cancel";

    /// <summary>A run was queued again.</summary>
    public const string RunRetried = "run.retry";

    /// <summary>States or notes of tasks were set.</summary>
    public const string TasksChanged = "roadmap.change";

    /// <summary>A run proved tasks.</summary>
    public const string TasksVerified = "roadmap.verify";

    /// <summary>A change of tasks was taken back.</summary>
    public const string TasksUndone = "roadmap.undo";

    /// <summary>A roadmap was imported.</summary>
    public const string RoadmapImported = "roadmap.import";

    /// <summary>The import of a roadmap was taken back.</summary>
    public const string RoadmapImportUndone = "roadmap.import.undo";

    /// <summary>A setting was changed.</summary>
    public const string SettingChanged = "setting.change";

    /// <summary>A decision was kept.</summary>
    public const string DecisionSaved = "decision.save";

    /// <summary>A decision was forgotten.</summary>
    public const string DecisionDeleted = "decision.delete";

    /// <summary>A price book was kept.</summary>
    public const string PricesSaved = "prices.save";

    /// <summary>A price book was removed.</summary>
    public const string PricesDeleted = "prices.delete";

    /// <summary>An experiment was queued.</summary>
    public const string ExperimentStarted = "experiment.start";

    /// <summary>An experiment was asked to stop.</summary>
    public const string ExperimentCancelled = "experiment.cancel";

    /// <summary>An experiment was queued again.</summary>
    public const string ExperimentResumed = "experiment.resume";

    /// <summary>An experiment was imported.</summary>
    public const string ExperimentImported = "experiment.import";
}
