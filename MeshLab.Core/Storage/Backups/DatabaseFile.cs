using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Storage.Backups;

/// <summary>Where the database's file is, for what works on files.</summary>
internal static class DatabaseFile
{
    /// <summary>The absolute path of the SQLite file.</summary>
    /// <exception cref="StorageException">The database is no SQLite file.</exception>
    public static string Of(MeshLabDbContext database) => database.Database.IsSqlite()
        ? Path.GetFullPath(new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource)
        : throw new StorageException("The database is not a SQLite file. Back it up and restore it with its server's own tools, such as pg_dump, and copy the folder keys of the data directory.");
}
