using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MeshLab.Core.Storage.Postgres;
using MeshLab.Core.Storage.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MeshLab.Core.Storage.Moves;

/// <summary>
/// Copies everything from the configured database into an empty one, which may be of the other kind, and reads it again there. What was there
/// stays as it is. No MeshLab may run on either.
/// </summary>
public sealed class DatabaseMove(IDbContextFactory<MeshLabDbContext> databases, DatabaseSettings settings, ProcessLeases processes, DataDirectory directory)
{
    private string Keys => Path.Combine(directory.Path, "keys");

    /// <summary>Moves, all or nothing.</summary>
    /// <param name="to">A connection string, or the path of a SQLite file that does not exist.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tables and the number of keys.</returns>
    /// <exception cref="StorageException">A MeshLab runs, the target is not empty, or something cannot be read or written. The target has no row then.</exception>
    public async Task<(IReadOnlyList<MovedTable> Tables, int Keys)> MoveAsync(string to, CancellationToken cancellationToken)
    {
        directory.Open();
        var target = new DatabaseSettings(to.Contains('=', StringComparison.Ordinal) || to.Contains("://", StringComparison.Ordinal) ? to : $"Data Source={Path.GetFullPath(to)}", "", "--to");
        if (target.Name == settings.Name && target.Provider == settings.Provider)
        {
            throw new StorageException($"{target.Name} is the database that is to be moved. Name another with --to.");
        }

        var made = !target.IsPostgres && !File.Exists(target.Name);
        if (!target.IsPostgres && !made)
        {
            throw new StorageException($"{target.Name} is there already. Name a file that does not exist.");
        }

        try
        {
            await using var source = await databases.CreateDbContextAsync(cancellationToken);
            await using var goal = Open(target);
            await RequireNoOtherAsync(source, cancellationToken);
            await goal.Database.MigrateAsync(cancellationToken);
            return await CopyAsync(source, goal, target.Name, cancellationToken);
        }
        catch (Exception error) when (error is SqliteException or NpgsqlException or DbUpdateException or IOException or UnauthorizedAccessException or StorageException)
        {
            if (made)
            {
                SqliteConnection.ClearAllPools();
                File.Delete(target.Name);
            }

            throw error as StorageException ?? new StorageException(
                error is NpgsqlException postgres ? PostgresFailure.Explain(postgres, target.IsPostgres ? target.Name : settings.Name, target.IsPostgres ? "--to" : "MeshLab__Database") : $"The data could not be moved to {target.Name}: {error.Message}", error);
        }
    }

    private static MeshLabDbContext Open(DatabaseSettings target) => target.IsPostgres
        ? new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(target.ConnectionString).Options)
        : new MeshLabDbContext(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite(target.ConnectionString).Options);

    private async Task RequireNoOtherAsync(MeshLabDbContext source, CancellationToken cancellationToken)
    {
        if ((await source.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new StorageException($"The database {settings.Name} is of an earlier version. Start this version on it once, stop it, and move then.");
        }

        if ((await processes.LivingAsync(cancellationToken)).Count > 1)
        {
            throw new StorageException($"A MeshLab is running on {settings.Name}, or ended less than {ProcessLeases.TimeToLive.TotalSeconds} seconds ago. Stop it, and wait so long.");
        }
    }

    private async Task<(IReadOnlyList<MovedTable> Tables, int Keys)> CopyAsync(MeshLabDbContext source, MeshLabDbContext goal, string name, CancellationToken cancellationToken)
    {
        await using var reading = await source.BeginReadingAsync(cancellationToken);
        await goal.Database.OpenConnectionAsync(cancellationToken);
        var (from, into) = (source.Database.GetDbConnection(), goal.Database.GetDbConnection());
        var tables = TableShape.All();
        if (into is SqliteConnection)
        {
            await goal.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", cancellationToken);
        }

        await using var writing = await goal.Database.BeginTransactionAsync(cancellationToken);
        await RequireEmptyAsync(goal, tables, name, cancellationToken);
        var moved = new List<MovedTable>();
        foreach (var table in tables)
        {
            moved.Add(await CopyAsync(from, into, writing.GetDbTransaction(), table, cancellationToken));
        }

        var keys = await KeyMove.ReadAsync(source, Keys, cancellationToken);
        await KeyMove.WriteAsync(goal, Keys, keys, cancellationToken);
        await writing.CommitAsync(cancellationToken);
        return (moved, keys.Count);
    }

    private static async Task<MovedTable> CopyAsync(DbConnection from, DbConnection into, DbTransaction writing, TableShape table, CancellationToken cancellationToken)
    {
        using var before = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = await TableWriter.WriteAsync(into, writing, table, HashedAsync(TableRows.ReadAsync(from, table, cancellationToken), before, cancellationToken), cancellationToken);
        if (table.Counted is not null)
        {
            await TableCounter.SetAsync(into, table, await TableCounter.ReadAsync(from, table, cancellationToken), cancellationToken);
        }

        using var after = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var found = 0L;
        await foreach (var _ in HashedAsync(TableRows.ReadAsync(into, table, cancellationToken), after, cancellationToken))
        {
            found++;
        }

        var (left, right) = (Convert.ToHexStringLower(before.GetHashAndReset()), Convert.ToHexStringLower(after.GetHashAndReset()));
        return found == rows && left == right
            ? new(table.Name, rows, left)
            : throw new StorageException($"The table {table.Name} is not the same after the move ({rows} rows were written and {found} are read; checksums {left[..12]} and {right[..12]}). Nothing was moved.");
    }

    private static async IAsyncEnumerable<object?[]> HashedAsync(IAsyncEnumerable<object?[]> rows, IncrementalHash hash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            TableRows.Add(hash, row);
            yield return row;
        }
    }

    /// <summary>A new SQLite file has the rows that its migrations made; they are replaced.</summary>
    private static async Task RequireEmptyAsync(MeshLabDbContext goal, IReadOnlyList<TableShape> tables, string name, CancellationToken cancellationToken)
    {
        foreach (var table in tables.Reverse())
        {
            if (!goal.Database.IsNpgsql())
            {
#pragma warning disable EF1002 // Names of the model's own tables.
                await goal.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table.Name}\"", cancellationToken);
#pragma warning restore EF1002
                continue;
            }

#pragma warning disable EF1002, CA1308
            if ((await goal.Database.SqlQueryRaw<int>($"SELECT 1 AS \"Value\" FROM \"{table.Name.ToLowerInvariant()}\" LIMIT 1").ToListAsync(cancellationToken)).Count > 0)
#pragma warning restore EF1002, CA1308
            {
                throw new StorageException($"{name} is not empty: its table {table.Name} has rows. Name an empty database.");
            }
        }
    }
}
