using System.Net.Sockets;
using Npgsql;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>What errors of PostgreSQL mean (https://www.postgresql.org/docs/15/errcodes-appendix.html).</summary>
internal static class PostgresFailure
{
    /// <summary>Why the database cannot be written for now; null when the error is of another kind, such as a defect.</summary>
    public static string? Reason(NpgsqlException error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "its server's disk is full",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "its server takes no more connections",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "its server takes no changes just now, as a standby does",
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => "its server is stopping or starting",
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable } => "other changes got in the way",
        PostgresException => null,
        { InnerException: SocketException or IOException or TimeoutException } => $"its server does not answer ({error.InnerException.Message})",
        { IsTransient: true } => $"its server does not answer ({error.Message})",
        _ => null,
    };

    /// <summary>Why MeshLab cannot start on the database, and what to do.</summary>
    /// <param name="error">The error.</param>
    /// <param name="name">The database, for people.</param>
    /// <param name="setting">Where it was named.</param>
    public static string Explain(NpgsqlException error, string name, string setting = "MeshLab__Database") => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } denied =>
            $"PostgreSQL does not let MeshLab in ({denied.MessageText}). Check Username and Password in {setting}, and the server's pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no database {name}, and MeshLab may not create it. Create it: CREATE DATABASE meshlab ENCODING 'UTF8' TEMPLATE template0.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            $"The user in {setting} may not use the database {name} ({denied.MessageText}). It has to own the database, or have CREATE on its schema public.",
        PostgresException other => $"The database {name} cannot be used: {other.MessageText} (SQLSTATE {other.SqlState}).",
        _ => $"PostgreSQL for {name} does not answer: {error.InnerException?.Message ?? error.Message}. Start it, or check Host and Port in {setting}.",
    };
}
