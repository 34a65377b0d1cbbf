using MeshLab.Core.Storage.Processes;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Says in a run's log why it is gone on with.</summary>
internal static class Takeover
{
    /// <summary>Why, as the beginning of a sentence.</summary>
    /// <param name="processes">The processes that share the database.</param>
    /// <param name="before">The process that carried the run out until now; null when that is not known.</param>
    public static string Why(ProcessLeases processes, string? before) => before switch
    {
        null => "MeshLab was restarted",
        _ when before == processes.Owner => "MeshLab had no connection to its database for a while",
        _ when !processes.Shared || ProcessName.SameDirectory(before, processes.Owner) => "MeshLab was restarted",
        _ => $"MeshLab's {ProcessName.Describe(before)} has ended or cannot reach the database, and its {ProcessName.Describe(processes.Owner)} has taken the run over",
    };

    /// <summary>What becomes of a run whose process is asked to end.</summary>
    public static string Later(ProcessLeases processes) => processes.Shared
        ? $"MeshLab's {ProcessName.Describe(processes.Owner)} is shutting down; another goes on with the run, or the same one when it starts again"
        : "MeshLab is shutting down; the run goes on when it starts again";
}
