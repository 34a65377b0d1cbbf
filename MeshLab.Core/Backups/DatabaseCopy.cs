using System.Globalization;
using System.Security.Cryptography;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;

namespace MeshLab.Core.Backups;

/// <summary>A SQLite file that nothing else uses, looked through from end to end.</summary>
/// <param name="Migrations">The applied migrations, oldest first.</param>
/// <param name="Rows">How many rows each table has.</param>
internal sealed record DatabaseCopy(IReadOnlyList<string> Migrations, IReadOnlyDictionary<string, long> Rows)
{
    /// <exception cref="StorageException">The file is damaged or no database of MeshLab.</exception>
    public static async Task<DatabaseCopy> CheckAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            var problems = await ReadAsync(connection, "PRAGMA integrity_check", cancellationToken);
            if (problems is not ["ok"])
            {
                throw new StorageException($"The copy {file} is damaged: {string.Join("; ", problems.Take(5))}");
            }

            var orphans = await ReadAsync(connection, "PRAGMA foreign_key_check", cancellationToken);
            if (orphans.Count > 0)
            {
                throw new StorageException($"The copy {file} has {orphans.Count} rows that refer to missing ones, the first in the table {orphans[0]}.");
            }

            var tables = await ReadAsync(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", cancellationToken);
            if (!tables.Contains("__EFMigrationsHistory"))
            {
                throw new StorageException($"{file} is not a database of MeshLab.");
            }

            var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var table in tables)
            {
                var count = await ReadAsync(connection, $"SELECT count(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", cancellationToken);
                rows[table] = long.Parse(count[0], CultureInfo.InvariantCulture);
            }

            return new(await ReadAsync(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId", cancellationToken), rows);
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The copy {file} is not a sound SQLite database: {error.Message}", error);
        }
    }

    /// <summary>The SHA-256 of a stream from where it stands, in lower-case hexadecimal digits.</summary>
    public static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Fixed texts, and names of the file's own tables in quotes.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(reader.GetValue(0).ToString() ?? "");
        }

        return values;
    }
}
