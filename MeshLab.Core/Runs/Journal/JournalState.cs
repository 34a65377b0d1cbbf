using MeshLab.Core.Changes;
using MeshLab.Core.Storage;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Whether what happens to runs can be written down, for the health check and the pages.</summary>
internal sealed class JournalState(ContentDirectories directories, DatabaseSettings settings, ChangeFeed changes)
{
    private volatile string? _problem;

    /// <summary>What keeps the journal from being written, with what to do; null when nothing does.</summary>
    public string? Problem => _problem;

    /// <summary>The same for an error that was met elsewhere; null when it is not the database's.</summary>
    public string? Describe(Exception error) => StorageFailure.Reason(error) is { } reason
        ? $"The database {(settings.IsPostgres ? settings.Name : $"in {directories.Data}")} cannot be written: {reason}. Mend that{(settings.IsPostgres ? "" : " (on a full disk: make room)")}; nothing is lost meanwhile, and runs go on by themselves."
        : null;

    /// <summary>Takes an error of the database down; null when it is of another kind.</summary>
    public string? Fail(Exception error)
    {
        if (Describe(error) is { } problem)
        {
            Set(problem);
            return problem;
        }

        return null;
    }

    /// <summary>Something was written.</summary>
    public void Work() => Set(null);

    private void Set(string? problem)
    {
        if (_problem != problem)
        {
            _problem = problem;
            changes.Publish(new JournalStateChanged());
        }
    }
}
