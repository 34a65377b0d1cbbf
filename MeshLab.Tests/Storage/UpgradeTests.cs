using System.Globalization;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace MeshLab.Tests.Storage;

/// <summary>
/// A database as each earlier version left it, with rows in every table, comes up to the newest without losing one. The rows are made from
/// the tables themselves, so a new migration needs no new test.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private const int RowsEach = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-upgrade-").FullName;

    private string Source => $"Data Source={Path.Combine(_folder, "meshlab.db")}";

    public static TheoryData<string> Migrations()
    {
        using var database = new MeshLabDbContext(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite("Data Source=:memory:").Options);
        return [.. database.Database.GetMigrations()];
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public async Task Migrate_FromAnEarlierVersion_KeepsEveryRow(string from)
    {
        await using var database = new MeshLabDbContext(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite(Source).Options);
        await database.GetService<IMigrator>().MigrateAsync(from);
        await using var connection = new SqliteConnection(Source);
        await connection.OpenAsync();
        var tables = await TablesAsync(connection);
        await FillAsync(connection, tables);
        Assert.Empty(await QueryAsync(connection, "PRAGMA foreign_key_check"));
        var before = await ReadAsync(connection, tables);

        await database.GetService<IMigrator>().MigrateAsync();

        Assert.Equal(database.Database.GetMigrations().Last(), (await database.Database.GetAppliedMigrationsAsync()).Last());
        Assert.Equal(before, await ReadAsync(connection, tables));
        Assert.Equal("ok", (await QueryAsync(connection, "PRAGMA integrity_check"))[0][0]);
        Assert.Empty(await QueryAsync(connection, "PRAGMA foreign_key_check"));
        Assert.False(database.Database.HasPendingModelChanges());
    }

    /// <summary>The tables with the columns they have now.</summary>
    private static async Task<SortedDictionary<string, List<Column>>> TablesAsync(SqliteConnection connection)
    {
        var tables = new SortedDictionary<string, List<Column>>(StringComparer.Ordinal);
        foreach (var row in await QueryAsync(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'"))
        {
            var name = (string)row[0]!;
            var refers = (await QueryAsync(connection, $"PRAGMA foreign_key_list(\"{name}\")")).Select(key => (string)key[3]!).ToHashSet(StringComparer.Ordinal);
            tables[name] = [.. (await QueryAsync(connection, $"PRAGMA table_info(\"{name}\")")).Select(column => new Column((string)column[1]!, (string)column[2]!, refers.Contains((string)column[1]!)))];
        }

        return tables;
    }

    /// <summary>Row n of each table refers to row n of others, whose keys are n; other values differ by column and row. A row that a migration made itself stays as it is.</summary>
    private static async Task FillAsync(SqliteConnection connection, SortedDictionary<string, List<Column>> tables)
    {
        await QueryAsync(connection, "PRAGMA foreign_keys = OFF");
        foreach (var (table, columns) in tables)
        {
            for (var number = 1; number <= RowsEach; number++)
            {
                await using var insert = connection.CreateCommand();
                insert.CommandText = $"INSERT OR IGNORE INTO \"{table}\" VALUES ({string.Join(", ", columns.Select((_, index) => $"$p{index}"))})";
                foreach (var (index, column) in columns.Index())
                {
                    insert.Parameters.AddWithValue($"$p{index}", column.Value(table, number));
                }

                await insert.ExecuteNonQueryAsync();
            }
        }
    }

    private static async Task<SortedDictionary<string, List<string>>> ReadAsync(SqliteConnection connection, SortedDictionary<string, List<Column>> tables)
    {
        var rows = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (table, columns) in tables)
        {
            var list = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
            rows[table] = [.. (await QueryAsync(connection, $"SELECT {list} FROM \"{table}\" ORDER BY {list}")).Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];
            Assert.True(rows[table].Count >= RowsEach, $"{table} has {rows[table].Count} rows");
        }

        return rows;
    }

    private static async Task<List<object?[]>> QueryAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private sealed record Column(string Name, string Type, bool Refers)
    {
        public object Value(string table, int number) => Type.ToUpperInvariant() switch
        {
            "INTEGER" => number,
            "REAL" => number + 0.25,
            "BLOB" => new[] { (byte)number },
            _ => $"{table}.{Name}.{number}",
        };
    }
}
