using MeshLab.Core.Measurements.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>
/// A database as MeshLab leaves it after some days of sampling, written in bulk: SQLite multiplies one series' minutes by the number of series. The last
/// day's sums and those of all groups are made by the store's own service. <see cref="PreparedMonthTests"/> holds that the whole is what the store makes of the same samples.
/// </summary>
internal static class PreparedMonth
{
    private const int DayMinutes = 1440;
    private const int RawMinutes = 60;

    /// <summary>The background service summed up five minutes ago, so that the newest minutes have no sums yet.</summary>
    private static readonly TimeSpan _sinceSums = TimeSpan.FromMinutes(5);

    /// <summary>Makes it.</summary>
    /// <param name="series">How many containers, over three nodes and three classes.</param>
    /// <param name="from">The start, on a whole hour.</param>
    /// <param name="days">How many days, at least two.</param>
    /// <param name="bulk">False leaves all sums to the store's own service, which takes minutes for a month of many series.</param>
    public static async Task<MeasuredCluster> CreateAsync(int series, DateTimeOffset from, int days, bool bulk = true)
    {
        var cluster = await MeasuredCluster.CreateAsync();
        string source;
        await using (var database = await cluster.Database.Databases.CreateDbContextAsync())
        {
            source = database.Database.GetConnectionString()!;
        }

        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder(source) { Pooling = false }.ToString()))
        {
            connection.Open();
            Fill(connection, series, from.ToUnixTimeSeconds() / 60, days * DayMinutes, bulk);
        }

        await cluster.Database.Services.GetRequiredService<Rollups>().CatchUpAsync(from.AddDays(days) - _sinceSums, CancellationToken.None);
        return cluster;
    }

    /// <summary>The class of a series.</summary>
    public static string ClassOf(int number) => (number % 3) switch
    {
        0 => "App",
        1 => "Proxy",
        _ => "Other",
    };

    /// <summary>What a series used in a minute since the start, in core-milliseconds.</summary>
    public static double CoreMs(int number, int minute) => (6000.0 + (minute % 100)) * ((number % 5) + 1);

    private static void Fill(SqliteConnection connection, int series, long first, int minutes, bool bulk)
    {
        // Nothing is lost when this is killed: it begins anew.
        Run(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -64000");
        Run(connection, $"""
            CREATE TEMP TABLE Moments (Minute INTEGER PRIMARY KEY, Cpu REAL);
            INSERT INTO Moments WITH RECURSIVE x(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM x WHERE n < {minutes - 1}) SELECT {first} + n, 6000.0 + n % 100 FROM x;
            CREATE TEMP TABLE Seconds (Ms INTEGER PRIMARY KEY, Cpu REAL);
            INSERT INTO Seconds SELECT Minute * 60000 + n.value * 10000, Cpu / 60000 FROM Moments, json_each('[1,2,3,4,5,6]') n WHERE Minute >= {first + minutes - RawMinutes};
            """);
        Run(connection, "BEGIN");
        Run(connection, $"""
            INSERT INTO UsageSeries (Id, Cluster, Source, Origin, Scope, Node, Namespace, Pod, PodUid, Container, Class, Mesh, FirstAt, LastAt)
            WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < {series})
            SELECT n, 'lab', 'kubelet-summary', 'Measured', 'Container', 'n' || (n % 3), 'shop', 'pod-' || n, 'uid-' || n, 'c',
                CASE n % 3 WHEN 0 THEN '{ClassOf(0)}' WHEN 1 THEN '{ClassOf(1)}' ELSE '{ClassOf(2)}' END, 'none', {first * 60_000}, {(first + minutes) * 60_000} FROM x;
            INSERT INTO UsageSamples (SeriesId, EndMs, LengthMs, CpuCores, MemoryBytes)
            SELECT s.Id, m.Ms, 10000, m.Cpu * (s.Id % 5 + 1), 1000000 FROM UsageSeries s CROSS JOIN Seconds m;
            INSERT INTO UsageMinutes (SeriesId, Minute, CoveredMs, CpuCoreMs, CpuMin, CpuMax, MemoryByteMs, MemoryMin, MemoryMax)
            SELECT s.Id, m.Minute, 60000, m.Cpu * (s.Id % 5 + 1), m.Cpu * (s.Id % 5 + 1) / 60000, m.Cpu * (s.Id % 5 + 1) / 60000, 6e10, 1000000, 1000000
            FROM UsageSeries s CROSS JOIN Moments m WHERE m.Minute < {first + minutes - 1};
            INSERT OR REPLACE INTO UsageMinutesUntil (Id, Minute) VALUES (1, {first + minutes - 1});
            """);
        foreach (var width in bulk ? Rollups.Widths : [])
        {
            Run(connection, $"""
                CREATE TEMP TABLE Sums{width} AS SELECT Minute / {width} AS Bucket, SUM(Cpu) AS Cpu FROM Moments WHERE Minute < {first + minutes - DayMinutes} GROUP BY Minute / {width};
                INSERT INTO UsageRollups (SeriesId, WidthMinutes, Bucket, CoveredMs, NodeCoveredMs, CpuCoreMs, MemoryByteMs)
                SELECT s.Id, {width}, m.Bucket, {width * 60_000}, {width * 60_000}, m.Cpu * (s.Id % 5 + 1), {width} * 6e10 FROM UsageSeries s CROSS JOIN Sums{width} m;
                """);
        }

        Run(connection, "COMMIT");
        Run(connection, "PRAGMA journal_mode = WAL");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Nothing in it comes from outside this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
