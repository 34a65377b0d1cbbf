using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Web.Hosting;
using Xunit;

namespace MeshLab.Tests.Web.Documents;

public sealed class SearchApiTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task Find_Waypoint_FindsDocumentsScenariosAndTasks()
    {
        var waypoint = await FindAsync("waypoint");
        var tasks = await FindAsync("canary");

        Assert.Contains(waypoint, hit => Is(hit, "document", "/documents/"));
        Assert.Contains(waypoint, hit => Is(hit, "scenario", "/scenarios/istio-ambient"));
        Assert.Contains(tasks, hit => Is(hit, "task", "/checklist#9.1/traffic-management/traffic-splitting"));
        Assert.All(waypoint, hit => Assert.NotEmpty(hit["title"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Find_WordsThatAreNowhereTogether_FindsNothing() => Assert.Empty(await FindAsync("waypoint xyzzy"));

    [Fact]
    public async Task Find_NoWords_FindsNothing() => Assert.Empty(await FindAsync(" "));

    [Fact]
    public async Task Find_AVeryLongQuery_IsRefused()
    {
        using var answer = await app.Client.GetAsync(new Uri($"/api/v1/search?q={new string('a', 300)}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static bool Is(JsonNode hit, string kind, string url) =>
        hit["kind"]!.GetValue<string>() == kind && hit["url"]!.GetValue<string>().StartsWith(url, StringComparison.Ordinal);

    private async Task<IReadOnlyList<JsonNode>> FindAsync(string query) =>
        [.. (await app.Client.GetFromJsonAsync<JsonArray>(new Uri($"/api/v1/search?q={Uri.EscapeDataString(query)}", UriKind.Relative)))!.OfType<JsonNode>()];
}
