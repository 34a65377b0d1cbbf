using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MeshLab.Tests.Runs.Journal;

/// <summary>A disk that can be filled: SQLite itself refuses to let the database grow, with the error it gives for a full disk (https://www.sqlite.org/pragma.html#pragma_max_page_count).</summary>
internal sealed class SmallDisk : DbConnectionInterceptor
{
    private const int Full = 13;
    private volatile bool _full;

    /// <summary>Lets the database grow no more, and uses up the room that is left in it.</summary>
    public void Fill(DbConnection connection)
    {
        _full = true;
        Execute(connection, "CREATE TABLE IF NOT EXISTS Filler (Content BLOB)");
        Limit(connection);
        try
        {
            while (true)
            {
                Execute(connection, "INSERT INTO Filler VALUES (zeroblob(3000))");
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Full)
        {
            // That is it.
        }
    }

    public void MakeRoom() => _full = false;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Limit(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Limit(connection);
        return Task.CompletedTask;
    }

    /// <summary>A limit below the present size is taken as the present size.</summary>
    private void Limit(DbConnection connection) => Execute(connection, _full ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1000000");

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
