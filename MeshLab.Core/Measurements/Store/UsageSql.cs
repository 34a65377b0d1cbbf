using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using MeshLab.Core.Storage;
using Npgsql;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The few words in which the two databases differ where samples are stored and read.</summary>
internal static partial class UsageSql
{
    private static readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The function that gives the larger of two numbers.</summary>
    public static string Larger(DbConnection connection) => connection is NpgsqlConnection ? "GREATEST" : "MAX";

    /// <summary>The function that gives the smaller of two numbers.</summary>
    public static string Smaller(DbConnection connection) => connection is NpgsqlConnection ? "LEAST" : "MIN";

    /// <summary>
    /// A statement of SQLite as PostgreSQL writes it: parameters are <c>$1</c>, and <c>CROSS JOIN … ON</c>, by which SQLite is told the order of
    /// tables, is a plain join, whose order PostgreSQL finds itself.
    /// </summary>
    public static string ForPostgres(string text) =>
        _texts.GetOrAdd(text, one => Parameter().Replace(one, "$$$1").Replace("CROSS JOIN", "JOIN", StringComparison.Ordinal));

    /// <summary>A command with parameters, which are written <c>@name</c> in the text.</summary>
    public static DbCommand Command(DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this program.
        command.CommandText = connection is NpgsqlConnection ? ForPostgres(text) : text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A transaction that has the samples to itself, among all processes.</summary>
    public static async Task<DbTransaction> BeginWritingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (connection is not NpgsqlConnection)
        {
            return ((Microsoft.Data.Sqlite.SqliteConnection)connection).BeginTransaction(deferred: false);
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await using var command = Command(connection, "SELECT pg_advisory_xact_lock(@lock)", ("lock", (long)WriterLock.Samples));
            await command.ExecuteNonQueryAsync(cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Parameter();
}
