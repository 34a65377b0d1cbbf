using System.Data.Common;
using Npgsql;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Adds sums to minutes.</summary>
internal abstract class MinuteWriter : IDisposable
{
    /// <summary>A writer on an open connection to either database.</summary>
    public static MinuteWriter On(DbConnection connection) => connection is NpgsqlConnection postgres ? new PostgresMinuteWriter(postgres) : new SqliteMinuteWriter(connection);

    public abstract void Add(long seriesId, long minute, in MinuteSum sum);

    /// <summary>Writes what was kept back until now. To be called once, when no answer is being read.</summary>
    public abstract void Flush();

    public abstract void Dispose();
}
