using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using MeshLab.Core.Storage.Postgres;

namespace MeshLab.Core.Storage.Moves;

/// <summary>Reads the rows of a table in the order of its key, with values that are the same whatever database they come from.</summary>
internal static class TableRows
{
    /// <summary>The rows: long, bool, double, string, byte[] or null.</summary>
    public static async IAsyncEnumerable<object?[]> ReadAsync(DbConnection connection, TableShape table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the model's own tables and columns.
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(column => Quote(connection, column.Name)))} FROM {Quote(connection, table.Name)} ORDER BY {string.Join(", ", table.Key.Select(name => Quote(connection, name)))}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[table.Columns.Count];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = reader.IsDBNull(index) ? null : Value(reader.GetValue(index), table.Columns[index].Kind);
            }

            yield return row;
        }
    }

    /// <summary>Adds a row to a checksum.</summary>
    public static void Add(IncrementalHash hash, object?[] row)
    {
        Span<byte> number = stackalloc byte[9];
        foreach (var value in row)
        {
            var (tag, bits, bytes) = value switch
            {
                null => ((byte)0, 0L, []),
                bool yes => ((byte)1, yes ? 1L : 0L, []),
                long integer => ((byte)2, integer, []),
                double real => ((byte)3, BitConverter.DoubleToInt64Bits(real), []),
                string text => ((byte)4, 0L, Encoding.UTF8.GetBytes(text)),
                byte[] blob => ((byte)5, 0L, blob),
                _ => throw new NotSupportedException($"There is no checksum of {value.GetType()}."),
            };
            number[0] = tag;
            BinaryPrimitives.WriteInt64LittleEndian(number[1..], bytes.Length > 0 ? bytes.Length : bits);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
    }

    /// <summary>A name as the database writes it.</summary>
    public static string Quote(DbConnection connection, string name) =>
#pragma warning disable CA1308 // PostgreSQL folds to lower case.
        $"\"{(connection is Npgsql.NpgsqlConnection ? name.ToLowerInvariant() : name)}\"";
#pragma warning restore CA1308

    private static object Value(object value, ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => value is bool yes ? yes : Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0,
        ColumnKind.Integer or ColumnKind.ShortInteger => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ColumnKind.Real => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ColumnKind.Text => PostgresText.Tidy(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        _ => (byte[])value,
    };
}
