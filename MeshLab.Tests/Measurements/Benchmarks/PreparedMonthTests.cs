using System.Globalization;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Store;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MeshLab.Tests.Measurements.Benchmarks;

public sealed class PreparedMonthTests
{
    private static readonly DateTimeOffset _from = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Prepared_InBulk_IsWhatTheStoreMakesOfTheSameMinutes()
    {
        Assert.SkipWhen(PostgresServer.IsDefault, "A month is prepared in a SQLite file.");
        await using var bulk = await PreparedMonth.CreateAsync(4, _from, days: 3);
        await using var own = await PreparedMonth.CreateAsync(4, _from, days: 3, bulk: false);

        foreach (var table in new[] { "UsageSeries", "UsageGroups", "UsageMinutesUntil", "UsageMinutes", "UsageRollups", "UsageGroupRollups" })
        {
            var rows = await RowsAsync(bulk, table);
            Assert.NotEmpty(rows);
            Assert.Equal(await RowsAsync(own, table), rows);
        }

        var (left, right) = (await ChartAsync(bulk), await ChartAsync(own));
        Assert.Equal(3, left.Count);
        Assert.Equal(left.SelectMany(series => series.Points), right.SelectMany(series => series.Points));
        // The first bucket of a chart of three days is a quarter of an hour, and the third series is the only one of class App.
        Assert.Equal(Enumerable.Range(0, 15).Average(minute => PreparedMonth.CoreMs(3, minute)) / 60_000, left[0].Points[0].Value!.Value, 1e-9);
    }

    private static async Task<IReadOnlyList<Series>> ChartAsync(MeasuredCluster cluster) =>
        await cluster.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Class, _from, _from.AddDays(3), 300), TestContext.Current.CancellationToken);

    private static async Task<List<string>> RowsAsync(MeasuredCluster cluster, string table)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var connection = await UsageStore.OpenAsync(database, TestContext.Current.CancellationToken);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are those written above.
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
