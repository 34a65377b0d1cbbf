using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Backups;

/// <summary>Where the database's file is, for what works on files.</summary>
internal static class DatabaseFile
{
    /// <summary>The absolute path of the SQLite file.</summary>
    /// <exception cref="StorageException">The database is no SQLite file.</exception>
    public static string Of(MeshLabDbContext database) => database.Database.IsSqlite()
        ? Path.GetFullPath(new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource)
        : throw new StorageException("The database is in PostgreSQL. Back it up with pg_dump and restore it with pg_restore, which take the keys of stored secrets along; docs/operations.md has the commands. Imported roadmaps lie in the folder roadmaps of the data directory.");
}
