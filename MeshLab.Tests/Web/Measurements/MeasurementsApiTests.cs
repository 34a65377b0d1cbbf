using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Measurements;

public sealed class MeasurementsApiTests(MeasurementsServer server) : IClassFixture<MeasurementsServer>
{
    private const string Address = "/api/v1/measurements";

    [Fact]
    public async Task Get_ClusterAlone_GivesTheLastQuarterOfAnHourOfCpuByClassWithOriginUnitAndSource()
    {
        var series = (await server.Http.GetFromJsonAsync<JsonArray>($"{Address}?cluster=lab"))!;

        Assert.Equal(["App", "Proxy"], series.Select(each => (string)each!["key"]!));
        Assert.Equal(("lab", "cpu", "cores", "measured", "kubelet-summary"), Facts(series[0]!));
        Assert.Equal(0.2, (double)series[0]!["points"]![0]!["value"]!, 9);
        Assert.Equal("2026-01-01T00:00:00+00:00", (string)series[0]!["points"]![0]!["time"]!);
    }

    [Theory]
    [InlineData("&metric=memory&by=pod", "shop/frontend-1", 1500)]
    [InlineData("&metric=memory&by=mesh", "istio", 500)]
    [InlineData("&by=class&from=2026-01-01T00:01:00Z&to=2026-01-01T00:02:00Z&points=1", "App", 0.2)]
    [InlineData("&metric=CPU&from=2026-01-01T01:01:00%2B01:00&to=2026-01-01T01:02:00%2B01:00", "App", 0.2)]
    public async Task Get_WithParameters_FollowsThem(string parameters, string key, double value)
    {
        var series = (await server.Http.GetFromJsonAsync<JsonArray>($"{Address}?cluster=lab{parameters}"))!;

        var first = series[0]!;
        Assert.Equal(key, (string)first["key"]!);
        Assert.Equal(value, (double)first["points"]![0]!["value"]!, 6);
    }

    [Theory]
    [InlineData("", "cluster", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=nowhere", "cluster", HttpStatusCode.NotFound)]
    [InlineData("?cluster=lab&metric=disk", "metric", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&metric=1", "metric", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&by=team", "by", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&from=yesterday", "from", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&to=12", "to", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&points=0", "points", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&points=5001", "points", HttpStatusCode.BadRequest)]
    [InlineData("?cluster=lab&points=many", "points", HttpStatusCode.BadRequest)]
    public async Task Get_BadParameter_IsAProblemThatNamesIt(string parameters, string parameter, HttpStatusCode status)
    {
        foreach (var path in new[] { Address, Address + ".csv" })
        {
            using var answer = await server.Http.GetAsync(path + parameters);

            var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(parameter, (string)problem!["parameter"]!);
        }
    }

    [Fact]
    public async Task GetCsv_Cluster_IsAFileWithOriginInEveryRow()
    {
        using var answer = await server.Http.GetAsync($"{Address}.csv?cluster=lab");

        var rows = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".csv", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.All(rows[1..], row => Assert.EndsWith(",measured,kubelet-summary", row, StringComparison.Ordinal));
        Assert.Equal(61, rows.Length);
    }

    [Fact]
    public async Task PutSampling_Interval_IsKeptAndBadOnesAreRefused()
    {
        using var set = await server.Http.PutAsJsonAsync($"{Address}/sampling", new { intervalSeconds = 30 });
        using var refused = await server.Http.PutAsJsonAsync($"{Address}/sampling", new { intervalSeconds = 1 });

        var sampling = (await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/sampling"))!;
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(30, (double)sampling["intervalSeconds"]!);
        Assert.Equal("lab", (string)sampling["clusters"]![0]!["cluster"]!);
        await server.Http.PutAsJsonAsync($"{Address}/sampling", new { intervalSeconds = 10 });
    }

    private static (string, string, string, string, string) Facts(JsonNode series) =>
        ((string)series["cluster"]!, (string)series["metric"]!, (string)series["unit"]!, (string)series["origin"]!, (string)series["source"]!);
}
