using System.Globalization;
using MeshLab.Core.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Storage.Postgres;

/// <summary>A PostgreSQL database as each earlier version left it, with rows in every table, comes up to the newest without losing one.</summary>
public sealed class PostgresUpgradeTests
{
    private const int RowsEach = 3;

    public static TheoryData<string> Migrations()
    {
        using var database = new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql("Host=none;Database=none").Options);
        return [.. database.Database.GetMigrations()];
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public async Task Migrate_FromAnEarlierVersion_KeepsEveryRow(string from)
    {
        var source = await PostgresServer.CreateEmptyDatabaseAsync();
        await using (var database = new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(source).Options))
        {
            await database.GetService<IMigrator>().MigrateAsync(from);
            await using var connection = new NpgsqlConnection(source);
            await connection.OpenAsync();
            var tables = await TablesAsync(connection);
            await FillAsync(connection, tables);
            var before = await ReadAsync(connection, tables);

            await database.GetService<IMigrator>().MigrateAsync();

            Assert.Equal(database.Database.GetMigrations().Last(), (await database.Database.GetAppliedMigrationsAsync()).Last());
            Assert.Equal(before, await ReadAsync(connection, tables));
            Assert.False(database.Database.HasPendingModelChanges());
        }

        await PostgresServer.DropAsync(source);
    }

    /// <summary>The tables with their columns and types.</summary>
    private static async Task<SortedDictionary<string, List<(string Name, string Type)>>> TablesAsync(NpgsqlConnection connection)
    {
        var tables = new SortedDictionary<string, List<(string, string)>>(StringComparer.Ordinal);
        foreach (var row in await QueryAsync(connection, "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%' ORDER BY table_name, ordinal_position"))
        {
            var name = (string)row[0]!;
            tables.TryAdd(name, []);
            tables[name].Add(((string)row[1]!, (string)row[2]!));
        }

        return tables;
    }

    /// <summary>Row n of each table refers to row n of others, whose keys are n; triggers, those of foreign keys among them, are off while they are written.</summary>
    private static async Task FillAsync(NpgsqlConnection connection, SortedDictionary<string, List<(string Name, string Type)>> tables)
    {
        await QueryAsync(connection, "SET session_replication_role = replica");
        foreach (var (table, columns) in tables)
        {
            for (var number = 1; number <= RowsEach; number++)
            {
                var values = columns.Select(column => column.Type switch
                {
                    "boolean" => "true",
                    "double precision" => string.Create(CultureInfo.InvariantCulture, $"{number}.25"),
                    "bigint" or "integer" or "smallint" => number.ToString(CultureInfo.InvariantCulture),
                    "bytea" => $"'\\x0{number}'",
                    _ => $"'{table}.{column.Name}.{number}'",
                });
                await QueryAsync(connection, $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", values)}) ON CONFLICT DO NOTHING");
            }
        }

        await QueryAsync(connection, "SET session_replication_role = DEFAULT");
    }

    private static async Task<SortedDictionary<string, List<string>>> ReadAsync(NpgsqlConnection connection, SortedDictionary<string, List<(string Name, string Type)>> tables)
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

    private static async Task<List<object?[]>> QueryAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names of the database's own tables and columns.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
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
}
