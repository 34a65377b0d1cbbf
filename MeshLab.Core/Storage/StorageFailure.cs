using MeshLab.Core.Storage.Postgres;
using MeshLab.Core.Storage.Processes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MeshLab.Core.Storage;

/// <summary>Tells errors of a database that cannot be written for now, as on a full disk, from defects: what is to be written then waits.</summary>
public static class StorageFailure
{
    // The primary result codes of https://www.sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>Why the database cannot be written, e.g. <c>the disk is full</c>; null when the error is of another kind.</summary>
    public static string? Reason(Exception error)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            if (one is SqliteException sqlite)
            {
                return sqlite.SqliteErrorCode switch
                {
                    Full => "the disk, or the quota on it, is full",
                    InputOutput => $"its disk reports an error ({sqlite.Message})",
                    ReadOnly => "it may not be written (any more)",
                    CannotOpen => "it cannot be opened",
                    Busy => "another program keeps it locked",
                    _ => null,
                };
            }

            if (one is LeaseLostException)
            {
                return "another MeshLab process has taken over";
            }

            if (one is NpgsqlException postgres)
            {
                return PostgresFailure.Reason(postgres);
            }
        }

        return null;
    }
}
