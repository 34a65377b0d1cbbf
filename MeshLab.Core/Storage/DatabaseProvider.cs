namespace MeshLab.Core.Storage;

/// <summary>The kinds of database that MeshLab can keep its data in.</summary>
public enum DatabaseProvider
{
    /// <summary>A SQLite file, used by one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, which several processes may share.</summary>
    PostgreSql,
}
