using System.Diagnostics;
using MeshLab.Core.Measurements.Store;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>
/// The store against bare loops that insert the same samples into the same table of a database of the same schema and settings, a transaction
/// a round. The store also keeps the dictionary of series and sums up minutes, and all of that is in its time. Rounds are taken in turn,
/// so that whatever else the machine does meets all; processor time is told beside the clock's, because it says the same on a busy machine.
/// </summary>
public sealed class IngestBenchmark(ITestOutputHelper output)
{
    private const int Series = 500;
    private const int Rounds = 240;
    private const int WarmUp = 60;

    private const string Insert = "INSERT INTO UsageSamples (SeriesId, EndMs, LengthMs, CpuCores, MemoryBytes) VALUES ";

    [Fact]
    public async Task Ingest_AgainstBareLoopsOfPreparedStatements()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "set MESHLAB_BENCH=1, or run scripts/bench-measurements.sh");
        var subjects = Enumerable.Range(0, Series).Select(number => Observed.Container("app", pod: $"pod-{number}")).ToList();
        await using var store = await MeasuredCluster.CreateAsync();
        await using var provider = await MeasuredCluster.CreateAsync();
        await using var native = await MeasuredCluster.CreateAsync();
        await using var providerContext = await provider.Database.Databases.CreateDbContextAsync();
        await using var nativeContext = await native.Database.Databases.CreateDbContextAsync();
        var (providerConnection, nativeConnection) = ((SqliteConnection)await UsageStore.OpenAsync(providerContext, CancellationToken.None), (SqliteConnection)await UsageStore.OpenAsync(nativeContext, CancellationToken.None));
        // The bare loops find their series there.
        await provider.AppendAsync([.. subjects.Select(subject => MeasuredCluster.Use(subject, -20, -10, 0.1))]);
        await native.AppendAsync([.. subjects.Select(subject => MeasuredCluster.Use(subject, -20, -10, 0.1))]);

        var (storeTime, providerTime, nativeTime) = (new Spent(), new Spent(), new Spent());
        for (var round = 0; round < Rounds; round++)
        {
            // Counters are read at times of their own, up to ten seconds apart.
            var samples = subjects.Select((subject, number) => MeasuredCluster.Use(subject, (round * 10) + (number % 20 / 2.0), ((round + 1) * 10) + (number % 20 / 2.0), 0.1)).ToArray();
            var rows = samples.Select((sample, number) => (Id: number + 1, End: sample.To.ToUnixTimeMilliseconds(), Cores: sample.CpuCores!.Value, Bytes: sample.MemoryBytes!.Value)).ToArray();
            var counts = round >= WarmUp;
            await storeTime.AddAsync(counts, () => store.AppendAsync(samples));
            await providerTime.AddAsync(counts, () => InsertByProvider(providerConnection, rows));
            await nativeTime.AddAsync(counts, () => InsertNatively(nativeConnection, rows));
        }

        foreach (var (name, bare) in new[] { ("Microsoft.Data.Sqlite", providerTime), ("SQLite's own functions", nativeTime) })
        {
            output.WriteLine($"ingest: store {storeTime.Rate(Series * (Rounds - WarmUp)):N0} samples/s, bare loop by {name} {bare.Rate(Series * (Rounds - WarmUp)):N0}, ratio {bare.Clock / storeTime.Clock:0.00} by the clock, {bare.Cpu / storeTime.Cpu:0.00} by processor time, {bare.Median / storeTime.Median:0.00} by median round (goal at least 0.5)");
        }
    }

    private static Task InsertByProvider(SqliteConnection connection, (int Id, long End, double Cores, long Bytes)[] rows)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Insert + "($id, $end, $length, $cores, $bytes)";
        var (id, end, length) = (command.Parameters.Add("$id", SqliteType.Integer), command.Parameters.Add("$end", SqliteType.Integer), command.Parameters.Add("$length", SqliteType.Integer));
        var (cores, bytes) = (command.Parameters.Add("$cores", SqliteType.Real), command.Parameters.Add("$bytes", SqliteType.Integer));
        command.Prepare();
        foreach (var row in rows)
        {
            (id.Value, end.Value, length.Value, cores.Value, bytes.Value) = (row.Id, row.End, 10_000, row.Cores, row.Bytes);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    private static Task InsertNatively(SqliteConnection connection, (int Id, long End, double Cores, long Bytes)[] rows)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using (var insert = Statement.On(connection, Insert + "(?1, ?2, ?3, ?4, ?5)"))
        {
            foreach (var row in rows)
            {
                insert.Bind(1, row.Id);
                insert.Bind(2, row.End);
                insert.Bind(3, 10_000);
                insert.Bind(4, row.Cores);
                insert.Bind(5, row.Bytes);
                insert.Execute();
            }
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    /// <summary>Time by the clock and of the processor.</summary>
    private sealed class Spent
    {
        private readonly List<TimeSpan> _rounds = [];

        public TimeSpan Clock { get; private set; }

        public TimeSpan Cpu { get; private set; }

        public TimeSpan Median => _rounds.Order().ElementAt(_rounds.Count / 2);

        public async Task AddAsync(bool counts, Func<Task> act)
        {
            var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            await act();
            if (counts)
            {
                _rounds.Add(watch.Elapsed);
                Clock += watch.Elapsed;
                Cpu += Environment.CpuUsage.TotalTime - cpu;
            }
        }

        public double Rate(int samples) => samples / Clock.TotalSeconds;
    }
}
