using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Measurements;

public sealed class PrometheusApiTests(MeasurementsServer server) : IClassFixture<MeasurementsServer>
{
    private const string Path = "/api/v1/measurements/prometheus";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_SetReadAndRemoved_NeverGivesItsSecretOut()
    {
        using var put = await server.Http.PutAsJsonAsync(Path, new { cluster = "lab", url = "https://thanos.example.org", bearerToken = "very-secret" }, Token);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.DoesNotContain("very-secret", await put.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        var read = await server.Http.GetFromJsonAsync<JsonObject>($"{Path}?cluster=lab", Token);
        Assert.Equal(("https://thanos.example.org", "bearer", false), (read!["url"]!.GetValue<string>(), read["credentials"]!.GetValue<string>(), read["fromSettings"]!.GetValue<bool>()));

        using var removed = await server.Http.DeleteAsync($"{Path}?cluster=lab", Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await server.Http.GetAsync($"{Path}?cluster=lab", Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Prometheus_UnusableOrUnknownCluster_SaysWhatIsWrong()
    {
        using var bad = await server.Http.PutAsJsonAsync(Path, new { cluster = "lab" }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("either an address", await bad.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var unknown = await server.Http.PutAsJsonAsync(Path, new { cluster = "nowhere", url = "http://a" }, Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Test_NothingAnswers_IsToldAndNothingIsKept()
    {
        using var test = await server.Http.PostAsJsonAsync(Path + "/test", new { cluster = "lab", url = "http://127.0.0.1:1" }, Token);

        var found = await test.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.False(found!["ok"]!.GetValue<bool>());
        Assert.Contains("cannot be asked", found["message"]!.GetValue<string>(), StringComparison.Ordinal);
        using var none = await server.Http.GetAsync($"{Path}?cluster=lab", Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
