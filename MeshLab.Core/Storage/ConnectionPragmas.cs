using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MeshLab.Core.Storage;

/// <summary>
/// What SQLite keeps per connection: foreign keys are checked, a writer waits for another instead of failing, a commit waits for the
/// write-ahead log only, which a killed process cannot lose (https://www.sqlite.org/pragma.html#pragma_synchronous), and up to 8 MB of pages stay in memory, so that a
/// round of a large cluster, which writes to a page of each container, does not spill them, and a chart finds them again.
/// </summary>
internal sealed class ConnectionPragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
