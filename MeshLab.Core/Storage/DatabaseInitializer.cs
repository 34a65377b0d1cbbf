using MeshLab.Core.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeshLab.Core.Storage;

/// <summary>Brings the database up to this program's schema before anything else starts.</summary>
public sealed class DatabaseInitializer(IDbContextFactory<MeshLabDbContext> databases, DatabaseSettings settings, DataDirectory directory)
{
    // SQLite's primary result codes, https://www.sqlite.org/rescode.html
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Creates the data directory and the database as needed and applies the migrations that are missing.</summary>
    /// <exception cref="StorageException">The data cannot be used; the message says why and what to do.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        directory.Open();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            await RefuseNewerAsync(database, settings.Name, cancellationToken);
            await database.Database.MigrateAsync(cancellationToken);
            if (settings.IsPostgres)
            {
                await RequireUtf8Async(database, settings.Name, cancellationToken);
            }
            else
            {
                await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            }
        }
        catch (SqliteException error)
        {
            throw new StorageException(Explain(error, settings.Name), error);
        }
        catch (NpgsqlException error)
        {
            throw new StorageException(PostgresFailure.Explain(error, settings.Name), error);
        }
    }

    private static async Task RefuseNewerAsync(MeshLabDbContext database, string file, CancellationToken cancellationToken)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Where(migration => !known.Contains(migration)).ToList();
        if (unknown.Count > 0)
        {
            throw new StorageException(
                $"The database {file} was written by a newer version of MeshLab (it has the migration {unknown[^1]}, which this version does not know). "
                + "Start that version again, or restore the backup from before the upgrade.");
        }
    }

    /// <summary>In another encoding, a log line with a character that it lacks could never be stored.</summary>
    private static async Task RequireUtf8Async(MeshLabDbContext database, string name, CancellationToken cancellationToken)
    {
        var encoding = (await database.Database.SqlQuery<string>($"SELECT current_setting('server_encoding') AS \"Value\"").ToListAsync(cancellationToken))[0];
        if (encoding != "UTF8")
        {
            throw new StorageException($"The database {name} has the encoding {encoding}; MeshLab needs UTF8. Create another: CREATE DATABASE meshlab ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    private static string Explain(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        NotADatabase => $"{file} is not a SQLite database. Move it away to start with an empty one, or name another with MeshLab__Database.",
        Corrupt => $"The database {file} is damaged ({error.Message}). Restore a backup; docs/operations.md says how.",
        CannotOpen => $"The database {file} cannot be opened: {error.Message}. Check that the path is a file in a folder this user may use.",
        ReadOnly => $"The database {file} cannot be written: {error.Message}. Make the file and its folder writable for this user.",
        Full => $"The disk that holds {file} is full.",
        _ => $"The database {file} cannot be used: {error.Message}",
    };
}
