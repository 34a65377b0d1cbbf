using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MeshLab.Core.Storage;

/// <summary>
/// Which database MeshLab uses, from <see cref="MeshLabOptions.Database"/>: a connection string that names a <c>Host</c> is PostgreSQL's, one
/// that names a <c>Data Source</c> is SQLite's, and none stands for <c>meshlab.db</c> in the data directory.
/// </summary>
public sealed class DatabaseSettings
{
    private const string Setting = "MeshLab__Database";
    private const string Advice = "It is e.g. \"Host=db.example;Database=meshlab;Username=meshlab;Password=…\" for PostgreSQL or \"Data Source=/var/lib/meshlab/meshlab.db\" for SQLite.";
    private static readonly string[] PostgresWords = ["host", "server"];
    private static readonly string[] SqliteWords = ["data source", "datasource", "filename"];

    /// <summary>Reads the setting.</summary>
    /// <exception cref="StorageException">It is no connection string of either kind.</exception>
    public DatabaseSettings(IOptions<MeshLabOptions> options, ContentDirectories directories)
        : this(options.Value.Database, Path.Combine(directories.Data, "meshlab.db"))
    {
    }

    /// <param name="text">The connection string; empty for the file.</param>
    /// <param name="file">The SQLite file that is meant where there is none.</param>
    /// <param name="setting">Where the text was given, for errors.</param>
    internal DatabaseSettings(string text, string file, string setting = Setting)
    {
        if (text.Length == 0)
        {
            (Provider, ConnectionString) = (DatabaseProvider.Sqlite, $"Data Source={file}");
            return;
        }

        Provider = Detect(text, setting);
        try
        {
            ConnectionString = Provider == DatabaseProvider.PostgreSql ? Complete(new NpgsqlConnectionStringBuilder(text), setting) : new SqliteConnectionStringBuilder(text).ToString();
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new StorageException($"The connection string in {setting} cannot be used: {error.Message} {Advice}", error);
        }
    }

    /// <summary>The kind of database.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Whether it is PostgreSQL.</summary>
    public bool IsPostgres => Provider == DatabaseProvider.PostgreSql;

    /// <summary>The connection string with MeshLab's own defaults. It may hold a password: it is not for logs.</summary>
    internal string ConnectionString { get; }

    /// <summary>Which database it is, for people, without a password.</summary>
    public string Name
    {
        get
        {
            if (!IsPostgres)
            {
                return new SqliteConnectionStringBuilder(ConnectionString).DataSource;
            }

            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"{builder.Database} on {builder.Host}:{builder.Port}";
        }
    }

    /// <summary>Whether a setting names a PostgreSQL database; one that cannot be used does not.</summary>
    public static bool IsPostgresText(string? text)
    {
        try
        {
            return text is { Length: > 0 } && Detect(text, Setting) == DatabaseProvider.PostgreSql;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static DatabaseProvider Detect(string text, string setting)
    {
        if (text.Split('=')[0].Contains("://", StringComparison.Ordinal))
        {
            throw new StorageException($"{setting} is a URL; a connection string is wanted, for PostgreSQL one of Npgsql (https://www.npgsql.org/doc/connection-string-parameters.html). {Advice}");
        }

        DbConnectionStringBuilder builder;
        try
        {
            builder = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException error)
        {
            throw new StorageException($"{setting} is no connection string: {error.Message} {Advice}", error);
        }

        return (PostgresWords.Any(builder.ContainsKey), SqliteWords.Any(builder.ContainsKey)) switch
        {
            (true, false) => DatabaseProvider.PostgreSql,
            (false, true) => DatabaseProvider.Sqlite,
            (true, true) => throw new StorageException($"{setting} names both a host and a file. {Advice}"),
            _ => throw new StorageException($"{setting} names neither a host nor a file. {Advice}"),
        };
    }

    private static string Complete(NpgsqlConnectionStringBuilder builder, string setting)
    {
        if (string.IsNullOrEmpty(builder.Database))
        {
            throw new StorageException($"The connection string in {setting} names a host but no Database. {Advice}");
        }

        // Statements that come again are planned once a connection; a server that vanishes is noticed within half a minute.
        builder.MaxAutoPrepare = builder.MaxAutoPrepare == 0 ? 100 : builder.MaxAutoPrepare;
        builder.ApplicationName ??= "MeshLab";
        builder.KeepAlive = builder.KeepAlive == 0 ? 30 : builder.KeepAlive;
        return builder.ToString();
    }
}
