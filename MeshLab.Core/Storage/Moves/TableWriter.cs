using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace MeshLab.Core.Storage.Moves;

/// <summary>Writes the rows of a table into an empty one.</summary>
internal static class TableWriter
{
    /// <summary>Writes them, within a transaction of the caller's.</summary>
    /// <returns>How many there were.</returns>
    public static Task<long> WriteAsync(DbConnection connection, DbTransaction transaction, TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken) =>
        connection is NpgsqlConnection postgres ? CopyAsync(postgres, table, rows, cancellationToken) : InsertAsync(connection, transaction, table, rows, cancellationToken);

    private static async Task<long> CopyAsync(NpgsqlConnection connection, TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var count = 0L;
        await using var import = await connection.BeginBinaryImportAsync(
            $"COPY {TableRows.Quote(connection, table.Name)} ({string.Join(", ", table.Columns.Select(column => TableRows.Quote(connection, column.Name)))}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await import.StartRowAsync(cancellationToken);
            for (var index = 0; index < row.Length; index++)
            {
                await (row[index] switch
                {
                    null => import.WriteNullAsync(cancellationToken),
                    long value when table.Columns[index].Kind == ColumnKind.ShortInteger => import.WriteAsync(checked((int)value), NpgsqlDbType.Integer, cancellationToken),
                    long value => import.WriteAsync(value, NpgsqlDbType.Bigint, cancellationToken),
                    bool value => import.WriteAsync(value, NpgsqlDbType.Boolean, cancellationToken),
                    double value => import.WriteAsync(value, NpgsqlDbType.Double, cancellationToken),
                    string value => import.WriteAsync(value, NpgsqlDbType.Text, cancellationToken),
                    var value => import.WriteAsync((byte[])value, NpgsqlDbType.Bytea, cancellationToken),
                });
            }

            count++;
        }

        await import.CompleteAsync(cancellationToken);
        return count;
    }

    private static async Task<long> InsertAsync(DbConnection connection, DbTransaction transaction, TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Names of the model's own tables and columns.
        command.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", table.Columns.Select((_, index) => $"@p{index}"))})";
#pragma warning restore CA2100
        for (var index = 0; index < table.Columns.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            for (var index = 0; index < row.Length; index++)
            {
                command.Parameters[index].Value = row[index] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
            count++;
        }

        return count;
    }
}
