using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Storage;

/// <summary>Brings the database up to this program's schema before anything else starts.</summary>
public sealed class DatabaseInitializer(IDbContextFactory<MeshLabDbContext> databases, DataDirectory directory)
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
        var file = new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource;
        try
        {
            await RefuseNewerAsync(database, file, cancellationToken);
            await database.Database.MigrateAsync(cancellationToken);
            await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        }
        catch (SqliteException error)
        {
            throw new StorageException(Explain(error, file), error);
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
