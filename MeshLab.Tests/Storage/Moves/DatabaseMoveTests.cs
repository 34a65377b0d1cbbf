using System.Globalization;
using MeshLab.Core;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Moves;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Storage.Moves;

/// <summary>Every table, with rows made from the tables themselves, goes to PostgreSQL and back and is the same.</summary>
public sealed class DatabaseMoveTests : IDisposable
{
    private const int RowsEach = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-move-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Move_ToPostgresAndBack_KeepsEveryRowNumberAndKey()
    {
        var (home, back) = (Path.Combine(_folder, "home"), Path.Combine(_folder, "back"));
        var file = Path.Combine(_folder, "back.db");
        var secret = await FillAsync(home);
        var postgres = await PostgresServer.CreateEmptyDatabaseAsync();

        IReadOnlyList<MovedTable> there;
        await using (var services = Services(home, ""))
        {
            (there, var keys) = await services.GetRequiredService<DatabaseMove>().MoveAsync(postgres, Token);
            Assert.Equal(1, keys);
        }

        Directory.CreateDirectory(back);
        await using (var services = Services(back, postgres))
        {
            var (again, keys) = await services.GetRequiredService<DatabaseMove>().MoveAsync(file, Token);
            Assert.Equal(1, keys);
            Assert.Equal(there, again);
        }

        Assert.All(there, table => Assert.True(table.Rows >= 1 && (table.Rows == RowsEach || table.Name == "UsageMinutesUntil"), $"{table.Name} has {table.Rows} rows"));
        Assert.Equal(await DumpAsync(Path.Combine(home, "meshlab.db")), await DumpAsync(file));
        Assert.Equal("hidden", Protector(back).Unprotect(secret));
        await PostgresServer.DropAsync(postgres);
    }

    [Fact]
    public async Task Move_IntoADatabaseWithRows_Refuses_AndLeavesItAlone()
    {
        await FillAsync(Path.Combine(_folder, "home"));
        var postgres = await PostgresServer.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(postgres, "INSERT INTO decisions (name, answers, savedat, savedby) VALUES ('theirs', '{}', 0, 'them')");
        await using (var services = Services(Path.Combine(_folder, "home"), ""))
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseMove>().MoveAsync(postgres, Token));

            Assert.Contains("is not empty: its table Decisions has rows", refused.Message);
            Assert.Contains("theirs", await PostgresServer.TextAsync(postgres));
            Assert.DoesNotContain("Runs.Scenario", await PostgresServer.TextAsync(postgres));
        }

        await PostgresServer.DropAsync(postgres);
    }

    [Fact]
    public async Task Move_ToAFileThatIsThere_OrToItself_Refuses()
    {
        var home = Path.Combine(_folder, "home");
        await FillAsync(home);
        await using var services = Services(home, "");
        var move = services.GetRequiredService<DatabaseMove>();

        Assert.Contains("is the database that is to be moved", (await Assert.ThrowsAsync<StorageException>(() => move.MoveAsync(Path.Combine(home, "meshlab.db"), Token))).Message);
        var taken = Path.Combine(_folder, "taken.db");
        await File.WriteAllTextAsync(taken, "mine", Token);
        Assert.Contains("is there already", (await Assert.ThrowsAsync<StorageException>(() => move.MoveAsync(taken, Token))).Message);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, Token));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=lab;Password=hidden", "PostgreSQL for lab on 127.0.0.1:1 does not answer", "check Host and Port in --to")]
    [InlineData("mysql://root:hidden@127.0.0.1/lab", "--to is a URL; a connection string is wanted", "Data Source=")]
    [InlineData("Server=db;Initial Catalog=lab;Password=hidden", "The connection string in --to cannot be used", "initial catalog")]
    [InlineData("Uid=root;Pwd=hidden", "--to names neither a host nor a file", "Host=db.example")]
    public async Task Move_ToWhatCannotBeReachedOrIsOfAnotherKind_SaysSoWithoutThePassword(string to, string what, string advice)
    {
        var home = Path.Combine(_folder, "home");
        await FillAsync(home);
        await using var services = Services(home, "");

        var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseMove>().MoveAsync(to, Token));

        Assert.Contains(what, refused.Message);
        Assert.Contains(advice, refused.Message);
        Assert.DoesNotContain("hidden", refused.Message);
    }

    [Fact]
    public async Task Move_FromPostgresWhereAMeshLabRuns_Refuses()
    {
        var postgres = await PostgresServer.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(postgres, "INSERT INTO processes VALUES ('another', 'elsewhere', 0, 99999999999999)");
        Directory.CreateDirectory(Path.Combine(_folder, "home"));
        await using (var services = Services(Path.Combine(_folder, "home"), postgres))
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseMove>().MoveAsync(Path.Combine(_folder, "new.db"), Token));

            Assert.Contains("A MeshLab is running on", refused.Message);
            Assert.False(File.Exists(Path.Combine(_folder, "new.db")));
        }

        await PostgresServer.DropAsync(postgres);
    }

    /// <summary>Makes a database with rows in every table, of which the newest of each that counts is gone again, and a key; returns a protected value.</summary>
    private static async Task<string> FillAsync(string home)
    {
        Directory.CreateDirectory(home);
        await using (var services = Services(home, ""))
        {
            await services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token);
        }

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(home, "meshlab.db")};Foreign Keys=False"))
        {
            await connection.OpenAsync(Token);
            foreach (var table in TableShape.All())
            {
                for (var number = 1; number <= RowsEach + (table.Counted is null || table.Name == "Audit" ? 0 : 1); number++)
                {
                    await using var insert = connection.CreateCommand();
                    insert.CommandText = $"INSERT OR IGNORE INTO \"{table.Name}\" ({string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", table.Columns.Select((_, index) => $"$p{index}"))})";
                    foreach (var (index, column) in table.Columns.Index())
                    {
                        insert.Parameters.AddWithValue($"$p{index}", Value(table, column.Name, column.Kind, number));
                    }

                    await insert.ExecuteNonQueryAsync(Token);
                }

                if (table.Counted is not null && table.Name != "Audit")
                {
                    await using var delete = connection.CreateCommand();
                    delete.CommandText = $"DELETE FROM \"{table.Name}\" WHERE \"{table.Counted}\" > {RowsEach}";
                    await delete.ExecuteNonQueryAsync(Token);
                }
            }
        }

        return Protector(home).Protect("hidden");
    }

    private static object Value(TableShape table, string column, ColumnKind kind, int number) => kind switch
    {
        ColumnKind.Integer => column.EndsWith("Id", StringComparison.Ordinal) || table.Key.Contains(column) ? number : 1_700_000_000_000 + number,
        ColumnKind.ShortInteger => number,
        ColumnKind.Boolean => number % 2,
        ColumnKind.Real => (number / 3.0) + 1e-9,
        ColumnKind.Bytes => new[] { (byte)number, (byte)0 },
        _ => table.Key.Contains(column) ? $"{column} {number}" : $"{table.Name}.{column} {number} Ünïcödé ✓ 🚀 'quoted' \\ \t",
    };

    private static IDataProtector Protector(string home)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("MeshLab").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(home, "keys")));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("move");
    }

    /// <summary>Every row of every table, and the numbers given out, as text.</summary>
    private static async Task<string> DumpAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(Token);
        var lines = new List<string>();
        foreach (var table in TableShape.All().Select(table => (table.Name, Order: string.Join(", ", table.Key.Select(name => $"\"{name}\"")))).Append(("sqlite_sequence", "name")))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table.Item1}\" ORDER BY {table.Item2}";
            await using var reader = await command.ExecuteReaderAsync(Token);
            while (await reader.ReadAsync(Token))
            {
                lines.Add($"{table.Item1}: {string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(index => $"{reader.GetName(index)}={(reader.GetValue(index) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(index), CultureInfo.InvariantCulture))}").Order(StringComparer.Ordinal))}");
            }
        }

        return string.Join('\n', lines);
    }

    private static ServiceProvider Services(string home, string source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.Database) = (home, source));
        services.AddSingleton(TimeProvider.System);
        services.AddStorage();
        return services.BuildServiceProvider();
    }
}
