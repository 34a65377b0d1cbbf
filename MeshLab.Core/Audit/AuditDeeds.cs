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

    /// <summary>A backup was asked for, which holds the keys of secrets.</summary>
    public const string BackupMade = "backup.make";

    /// <summary>Somebody logged in.</summary>
    public const string LoggedIn = "login.in";

    /// <summary>A login failed.</summary>
    public const string LoginFailed = "login.failed";

    /// <summary>Somebody logged out.</summary>
    public const string LoggedOut = "login.out";

    /// <summary>A password was changed by its user.</summary>
    public const string PasswordChanged = "login.password";

    /// <summary>A user was added.</summary>
    public const string UserAdded = "user.add";

    /// <summary>A user got another role.</summary>
    public const string UserRoleSet = "user.role";

    /// <summary>A user was disabled or enabled again.</summary>
    public const string UserDisabled = "user.disable";

    /// <summary>An admin set a user's password.</summary>
    public const string UserPasswordReset = "user.password";

    /// <summary>A user was deleted.</summary>
    public const string UserDeleted = "user.delete";

    /// <summary>An API token was made.</summary>
    public const string TokenCreated = "token.create";

    /// <summary>An API token was revoked.</summary>
    public const string TokenRevoked = "token.revoke";

    /// <summary>
    /// The least role that may do a deed; null for those that come before a role is known. A deed that is not named here needs an admin, so that a new
    /// one is refused to others until somebody decides.
    /// </summary>
    public static Role? RoleFor(string deed) => deed switch
    {
        LoggedIn or LoginFailed or LoggedOut => null,
        PasswordChanged or TokenCreated or TokenRevoked => Role.Viewer,
        TasksChanged or TasksUndone or TasksVerified or RoadmapImported or RoadmapImportUndone => Role.Operator,
        SettingChanged or DecisionSaved or DecisionDeleted or PricesSaved or PricesDeleted => Role.Operator,
        ExperimentStarted or ExperimentCancelled or ExperimentResumed or ExperimentImported => Role.Operator,
        _ when deed?.StartsWith(RunStarted, StringComparison.Ordinal) == true => Role.Operator,
        _ => Role.Admin,
    };
}
