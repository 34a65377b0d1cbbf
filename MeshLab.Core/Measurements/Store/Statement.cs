using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// A prepared statement that is run many times. Parameters are written <c>?1</c> and numbered from 1, columns from 0. Names are written
/// without quotes: SQLite does not mind their case, and PostgreSQL folds them to the lower case in which its tables are named.
/// </summary>
internal abstract class Statement : IDisposable
{
    /// <summary>A statement on an open connection to either database.</summary>
    public static Statement On(DbConnection connection, string text) => connection switch
    {
        SqliteConnection sqlite => new SqliteStatement(sqlite, text),
        NpgsqlConnection postgres => new PostgresStatement(postgres, text),
        _ => throw new NotSupportedException($"There is no statement for {connection.GetType()}."),
    };

    public abstract void Bind(int parameter, long value);

    public abstract void Bind(int parameter, long? value);

    public abstract void Bind(int parameter, double? value);

    public abstract void Bind(int parameter, string? value);

    /// <summary>Runs it to its end.</summary>
    /// <returns>The rows it changed.</returns>
    /// <exception cref="DbException">A constraint does not hold, or the database cannot be written.</exception>
    public abstract int Execute();

    /// <summary>Goes on to the next row of the answer; <see cref="Reset"/> when there is none or no more is wanted.</summary>
    public abstract bool Read();

    public abstract long Integer(int column);

    public abstract string Text(int column);

    public abstract long? IntegerOrNull(int column);

    public abstract double? RealOrNull(int column);

    /// <summary>Makes it ready to run again with the parameters it has.</summary>
    public abstract void Reset();

    public abstract void Dispose();
}
