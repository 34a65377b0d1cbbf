using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Web.Hosting;
using Xunit;

namespace MeshLab.Tests.Web.Decide;

public sealed class DecisionsApiTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task Recommendation_OfAnswersInTheQuery_IsRankedAndSaysWhatWouldChangeIt()
    {
        var answer = await app.Client.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/decisions/recommendation?mtls=yes&l7=no&cilium=yes", UriKind.Relative));

        Assert.Equal("cilium", answer!["option"]!.GetValue<string>());
        Assert.Equal(4, answer["others"]!.AsArray().Count);
        Assert.Contains(answer["changes"]!.AsArray(), change => change!["answer"]!.GetValue<string>() == "Cilium is not the CNI." && change["option"]!.GetValue<string>() == "linkerd");
    }

    [Fact]
    public async Task Draft_OfAnswersInTheQuery_IsAMarkdownFile()
    {
        using var answer = await app.Client.GetAsync(new Uri("/api/v1/decisions/draft?l7=yes", UriKind.Relative));

        Assert.Equal("text/markdown", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("adr-draft.md", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains("# Service mesh: Istio with sidecars", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_KeptAndForgotten_ComesAndGoes()
    {
        using var kept = await app.Client.PostAsJsonAsync(new Uri("/api/v1/decisions", UriKind.Relative), new { name = "Shop", answers = "mtls=no&l7=no" });
        var list = await app.Client.GetFromJsonAsync<JsonArray>(new Uri("/api/v1/decisions", UriKind.Relative));
        using var forgotten = await app.Client.DeleteAsync(new Uri($"/api/v1/decisions/{list![0]!["id"]}", UriKind.Relative));
        using var again = await app.Client.DeleteAsync(new Uri($"/api/v1/decisions/{list[0]!["id"]}", UriKind.Relative));
        using var nameless = await app.Client.PostAsJsonAsync(new Uri("/api/v1/decisions", UriKind.Relative), new { name = "", answers = "" });

        Assert.Contains("mtls=no&l7=no", list[0]!["answers"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.BadRequest],
            [kept.StatusCode, forgotten.StatusCode, again.StatusCode, nameless.StatusCode]);
    }
}
