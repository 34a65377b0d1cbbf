using System.Diagnostics;
using System.Globalization;
using MeshLab.Core.Storage.Postgres;
using MeshLab.Tests.Loopback;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(MeshLab.Tests.Storage.Postgres.PostgresServer))]

namespace MeshLab.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own, started when the first test asks for it: on a free port of loopback, with its data in a temporary
/// folder and without waiting for the disk. Databases are copied from a template that has MeshLab's tables. PostgreSQL refuses to run as root;
/// then it runs as the user <c>postgres</c>.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Template = "meshlab_template";
    private static readonly string[] Folders = ["/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"];
    private static readonly Lazy<Task<PostgresServer?>> Started = new(() => Task.Run(StartAsync));
    private static int _databases;

    private readonly string _folder;
    private readonly string _programs;
    private readonly int _port;
    private readonly string _options;

    /// <summary>Held by the test run, so that the server stops with it.</summary>
    public PostgresServer()
        : this("", "", 0, "")
    {
    }

    private PostgresServer(string programs, string folder, int port, string more) => (_programs, _folder, _port, _options) =
        (programs, folder, port, string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off -c shared_buffers=64MB {more}"));

    /// <summary>Whether the tests that run on either database are to run on PostgreSQL.</summary>
    public static bool IsDefault => Environment.GetEnvironmentVariable("MESHLAB_TEST_DATABASE") == "postgres";

    /// <summary>The connection string of a new database with MeshLab's tables in it; skips the test where PostgreSQL is not installed.</summary>
    public static async Task<string> CreateDatabaseAsync() => await CreateAsync(Template);

    /// <summary>The same without any table.</summary>
    public static async Task<string> CreateEmptyDatabaseAsync() => await CreateAsync("template0");

    /// <summary>Removes a database with what is connected to it.</summary>
    public static async Task DropAsync(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        await (await Started.Value)!.ExecuteAsync($"DROP DATABASE IF EXISTS \"{builder.Database}\" WITH (FORCE)");
    }

    /// <summary>Runs statements in a database.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Texts of the tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every row of every table, as text.</summary>
    public static async Task<string> TextAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT string_agg(query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '')::text, '') FROM pg_tables WHERE schemaname = 'public'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose()
    {
        if (_port != 0 || !Started.IsValueCreated || Started.Value.GetAwaiter().GetResult() is not { } server)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        Run(server._programs, "pg_ctl", "-D", Path.Combine(server._folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(server._folder, recursive: true);
    }

    private static async Task<string> CreateAsync(string template)
    {
        var server = await Started.Value;
        Assert.SkipUnless(server is not null, "PostgreSQL is not installed; on Debian: apt-get install postgresql");
        var name = string.Create(CultureInfo.InvariantCulture, $"meshlab_{Interlocked.Increment(ref _databases)}");
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return server.Source(name);
    }

    /// <summary>A server of the caller's own, which it may stop and start, and which keeps what it has confirmed. Skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> StartOwnAsync()
    {
        var server = await Task.Run(() => StartAsync("-c max_connections=100"));
        Assert.SkipUnless(server is not null, "PostgreSQL is not installed; on Debian: apt-get install postgresql");
        return server;
    }

    /// <summary>Stops this server: <c>fast</c> breaks all connections and keeps order, <c>immediate</c> is as a crash.</summary>
    public void Stop(string mode) => Run(_programs, "pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", mode, "-w", "stop");

    /// <summary>Starts this server again.</summary>
    public void StartAgain() => Run(_programs, "pg_ctl", "-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-o", _options, "-w", "start");

    /// <summary>The connection string of the template, for a server of one's own.</summary>
    public string OwnSource => Source(Template);

    /// <summary>Stops a server of one's own and removes its data.</summary>
    public void Remove()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(_folder, "data", "postmaster.pid")))
        {
            Stop("immediate");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Task<PostgresServer?> StartAsync() => StartAsync("-c synchronous_commit=off -c full_page_writes=off -c max_connections=300");

    private static async Task<PostgresServer?> StartAsync(string more)
    {
        var programs = Folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
        if (programs is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("meshlab-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("", "chown", "postgres", folder);
        }

        var server = new PostgresServer(programs, folder, FreePorts.Take(), more);
        var data = Path.Combine(folder, "data");
        Run(programs, "initdb", "-D", data, "-U", "meshlab", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        server.StartAgain();
        await server.ExecuteAsync($"CREATE DATABASE {Template}");
        await using (var database = new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(server.Source(Template)).Options))
        {
            await database.Database.MigrateAsync();
        }

        NpgsqlConnection.ClearAllPools();
        return server;
    }

    /// <summary>Runs a program, as the user postgres where this one is root, and fails with what it said.</summary>
    private static void Run(string folder, string program, params string[] arguments)
    {
        var file = folder.Length == 0 ? program : Path.Combine(folder, program);
        var asPostgres = folder.Length > 0 && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(asPostgres ? "setpriv" : file, asPostgres ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", file, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/tmp",
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {error.GetAwaiter().GetResult()}");
    }

    private string Source(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=meshlab;Database={database};Maximum Pool Size=30");

    private Task ExecuteAsync(string sql) => ExecuteAsync(Source("postgres") + ";Pooling=false", sql);
}
