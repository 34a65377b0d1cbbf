using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace MeshLab.Core.Storage.Moves;

/// <summary>The highest number that a table has given out, which may be that of a row that is gone: it must not be given out again.</summary>
internal static class TableCounter
{
    public static async Task<long> ReadAsync(DbConnection connection, TableShape table, CancellationToken cancellationToken)
    {
        var text = connection is NpgsqlConnection
            ? $"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {await SequenceAsync(connection, table, cancellationToken)}"
            : $"SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table.Name}'), (SELECT MAX(\"{table.Counted}\") FROM \"{table.Name}\"), 0)";
        return Convert.ToInt64(await ScalarAsync(connection, text, cancellationToken), CultureInfo.InvariantCulture);
    }

    public static async Task SetAsync(DbConnection connection, TableShape table, long last, CancellationToken cancellationToken)
    {
        if (connection is NpgsqlConnection)
        {
            var sequence = await SequenceAsync(connection, table, cancellationToken);
            await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT setval('{sequence}', {last + 1}, false)"), cancellationToken);
            return;
        }

        await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO sqlite_sequence (name, seq) SELECT '{table.Name}', {last} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table.Name}') AND {last} > 0"), cancellationToken);
        await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture, $"UPDATE sqlite_sequence SET seq = {last} WHERE name = '{table.Name}'"), cancellationToken);
    }

#pragma warning disable CA1308 // PostgreSQL folds to lower case.
    private static async Task<string> SequenceAsync(DbConnection connection, TableShape table, CancellationToken cancellationToken) =>
        (string)(await ScalarAsync(connection, $"SELECT pg_get_serial_sequence('{table.Name.ToLowerInvariant()}', '{table.Counted!.ToLowerInvariant()}')", cancellationToken))!;
#pragma warning restore CA1308

    private static async Task<object?> ScalarAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the model's own tables and columns, and numbers.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
