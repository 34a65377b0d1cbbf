using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Roadmap;

public sealed class RoadmapsApiTests
{
    [Fact]
    public async Task Import_OverHttp_IsListedReadTickedAndTakenBack()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", "# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n"));
        var cancellation = TestContext.Current.CancellationToken;
        using var content = new StringContent("# Own\n\n## 1 One\n\n- [ ] Task\n", System.Text.Encoding.UTF8, "text/markdown");

        using var created = await server.Client.PostAsync(new Uri("/api/v1/roadmaps/own.md", UriKind.Relative), content, cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/api/v1/roadmap?roadmap=own", created.Headers.Location?.ToString());

        var list = await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmaps", cancellation);
        Assert.Equal(["shipped", "own"], list!.Select(one => (string?)one!["name"]));
        using var ticked = await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/own:1/task", new { state = "done" }, cancellation);
        Assert.Equal("done", (string?)(await ticked.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["state"]);
        Assert.Equal(1, (int?)(await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap?roadmap=own", cancellation))![0]!["done"]);
        Assert.Equal(0, (int?)(await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap", cancellation))![0]!["done"]);

        using var undone = await server.Client.PostAsync(new Uri("/api/v1/roadmaps/own/undo", UriKind.Relative), null, cancellation);
        using var again = await server.Client.PostAsync(new Uri("/api/v1/roadmaps/own/undo", UriKind.Relative), null, cancellation);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (undone.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task Import_OfTheShippedName_IsRefused()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", "# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n"));
        using var content = new StringContent("## 1 One\n\n- [ ] Task\n", System.Text.Encoding.UTF8, "text/markdown");

        using var refused = await server.Client.PostAsync(new Uri("/api/v1/roadmaps/a.md", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("not overwritten", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
