using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Costs;

public sealed class CostsApiTests(CostsServer server) : IClassFixture<CostsServer>
{
    private const string Address = "/api/v1/costs";

    /// <summary>GCP: app 0.2 × 0.02181159 + 1 × 0.00292353; sidecar 0.1 × 0.02181159 + 0.125 × 0.00292353; × 730.</summary>
    [Fact]
    public async Task Comparison_OneVariant_IsPricedBySharesThatAddUp()
    {
        var answer = (await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison?prices=gcp-on-demand&clusters=lab"))!;

        var variant = answer["variants"]!.AsArray().Single()!;
        Assert.Equal(("gcp-on-demand", "USD", "max", 730.0), ((string)answer["priceBook"]!, (string)answer["currency"]!, (string)answer["basis"]!, (double)answer["hoursPerMonth"]!));
        Assert.Equal(("istio-sidecar", "lab", "measured", "kubelet-summary"), ((string)variant["variant"]!, (string)variant["cluster"]!, (string)variant["origin"]!, (string)variant["source"]!));
        Assert.Equal(730 * ((0.1 * 0.02181159) + (0.125 * 0.00292353)), (double)variant["meshMonth"]!, 4);
        Assert.Equal((double)variant["totalMonth"]!, variant["shares"]!.AsArray().Sum(share => (double)share!["month"]!), 9);
        Assert.Equal(["app", "sidecars"], variant["shares"]!.AsArray().Select(share => (string)share!["share"]!));
        Assert.Equal(7, (long)variant["runs"]![0]!);
        Assert.Contains(answer["notMeasured"]!.AsArray(), reason => ((string)reason!).StartsWith("crossZone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comparison_UsageAlone_CostsLess()
    {
        var max = (double)(await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison"))!["variants"]![0]!["meshMonth"]!;
        var usage = (double)(await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison?basis=usage&sharing=traffic"))!["variants"]![0]!["meshMonth"]!;

        Assert.InRange(usage, 0.0001, max / 2);
    }

    [Fact]
    public async Task Comparison_Experiment_HasItsLoadsLatenciesAndWhatIsLeftOut()
    {
        var answer = (await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison?experiment=4&level=1"))!;

        var experiment = answer["experiment"]!;
        Assert.Equal((4L, "Two loads", "/experiments/4"), ((long)experiment["id"]!, (string)experiment["name"]!, (string)experiment["url"]!));
        Assert.Equal("80% of the rate was reached", (string)experiment["leftOut"]!.AsArray().Single()!["reason"]!);
        Assert.Equal(["baseline", "istio-sidecar"], experiment["latency"]!.AsArray().Select(curve => (string)curve!["label"]!));
        var variants = answer["variants"]!.AsArray();
        Assert.Equal([("baseline", 400.0, 2), ("istio-sidecar", 400.0, 3)], variants.Select(variant => ((string)variant!["name"]!, (double)variant["load"]!["qps"]!, (int)variant["repetitions"]!)));
        Assert.Equal(("reached", 0.05), ((string)variants[1]!["callsAre"]!, Math.Round((double)variants[1]!["proxyCpuMean"]!["mean"]!, 9)));
        Assert.Equal(4, (await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison?experiment=4"))!["variants"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?experiment=5", "experiment", HttpStatusCode.NotFound)]
    [InlineData("?experiment=x", "experiment", HttpStatusCode.NotFound)]
    [InlineData("?experiment=4&level=2", "level", HttpStatusCode.BadRequest)]
    [InlineData("?level=0", "level", HttpStatusCode.BadRequest)]
    [InlineData("?clusters=nowhere", "clusters", HttpStatusCode.NotFound)]
    [InlineData("?prices=none", "prices", HttpStatusCode.NotFound)]
    [InlineData("?basis=guess", "basis", HttpStatusCode.BadRequest)]
    [InlineData("?sharing=fairly", "sharing", HttpStatusCode.BadRequest)]
    [InlineData("?from=yesterday", "from", HttpStatusCode.BadRequest)]
    [InlineData("?to=12", "to", HttpStatusCode.BadRequest)]
    [InlineData("?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", HttpStatusCode.BadRequest)]
    public async Task Get_BadParameter_IsAProblemThatNamesIt(string parameters, string parameter, HttpStatusCode status)
    {
        foreach (var path in new[] { "comparison", "comparison.csv", "advice", "decision.md" })
        {
            using var answer = await server.Http.GetAsync($"{Address}/{path}{parameters}");

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(parameter, (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["parameter"]!);
        }
    }

    [Fact]
    public async Task Downloads_CsvAndDecision_AreFiles()
    {
        using var csv = await server.Http.GetAsync($"{Address}/comparison.csv");
        using var decision = await server.Http.GetAsync($"{Address}/decision.md");

        Assert.Equal(("text/csv", "text/markdown"), (csv.Content.Headers.ContentType!.MediaType, decision.Content.Headers.ContentType!.MediaType));
        Assert.Equal(3, (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"[run 7]({server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}/runs/7)", await decision.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_Sidecars_HasFiguresAndManifests()
    {
        var answer = (await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/advice"))!;

        var requests = answer["advice"]!.AsArray().Single(advice => (string)advice!["kind"]! == "sidecar-requests")!;
        Assert.True((double)requests["savesMonth"]! > 0);
        Assert.Equal("measured", (string)requests["origin"]!);
    }

    [Fact]
    public async Task Prices_OwnBook_IsKeptUsedRemovedAndBadOnesAreRefused()
    {
        using var kept = await server.Http.PutAsJsonAsync($"{Address}/prices/ours", new { name = "Ours", currency = "EUR", cpuHour = 0.01, memoryGiBHour = 0.001 });
        using var lab = await server.Http.PutAsJsonAsync($"{Address}/prices/cellar", new
        {
            name = "Cellar",
            currency = "EUR",
            homeLab = new { hardwarePrice = 1200, lifetimeYears = 5, vCpus = 24, memoryGiB = 96, idleWatts = 45, loadWatts = 180, meanLoad = 0.2, electricityKWh = 0.3 },
        });
        using var refused = await server.Http.PutAsJsonAsync($"{Address}/prices/aws-on-demand", new { name = "Ours", currency = "EUR", cpuHour = 0.01, memoryGiBHour = 0.001 });
        var used = await server.Http.GetFromJsonAsync<JsonObject>($"{Address}/comparison?prices=ours");
        var listed = (await server.Http.GetFromJsonAsync<JsonArray>($"{Address}/prices"))!;
        using var removed = await server.Http.DeleteAsync($"{Address}/prices/ours");
        using var again = await server.Http.DeleteAsync($"{Address}/prices/ours");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest], new[] { kept.StatusCode, lab.StatusCode, refused.StatusCode });
        Assert.NotNull((await refused.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!["id"]);
        Assert.Equal("EUR", (string)used!["currency"]!);
        Assert.Contains(listed, book => (string)book!["id"]! == "cellar" && (string)book["kind"]! == "HomeLab");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        await server.Http.DeleteAsync($"{Address}/prices/cellar");
    }
}
