using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Roadmap;

public sealed class RoadmapApiTests
{
    private const string Markdown = "## 9.1 Istio\n\n**Goal:** Learn it\n\n- [ ] Install Istio (istioctl or Helm)\n- [ ] Traffic:\n  - [ ] Canary\n  - [ ] Mirror\n- [x] Read\n";

    [Fact]
    public async Task Get_Roadmap_HasTheAgreedShape()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var section = (await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap"))![0]!;

        Assert.Equal(("9.1", "Istio", "Learn it", 5, 1, 0), ((string?)section["id"], (string?)section["title"], (string?)section["goal"], (int)section["total"]!, (int)section["done"]!, (int)section["verified"]!));
        Assert.Equal(["9.1/install-istio", "9.1/traffic", "9.1/read"], section["tasks"]!.AsArray().Select(task => (string?)task!["id"]));
        Assert.Equal(("done", "file"), ((string?)section["tasks"]![2]!["state"], (string?)section["tasks"]![2]!["origin"]));
        Assert.Equal("9.1/traffic/canary", (string?)section["tasks"]![1]!["children"]![0]!["id"]);
    }

    [Theory]
    [InlineData("9.1/traffic/canary")]
    [InlineData("9.1%2Ftraffic%2Fcanary")]
    public async Task Put_Done_TicksAndTheParentIsPartial(string path)
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var response = await server.Client.PutAsJsonAsync($"/api/v1/roadmap/tasks/{path}", new { state = "done", note = "with **care**" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var task = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(("9.1/traffic/canary", "done", "manual", "with **care**"), ((string?)task["id"], (string?)task["state"], (string?)task["origin"], (string?)task["note"]));
        Assert.Equal("partial", (string?)(await server.Client.GetFromJsonAsync<JsonObject>("/api/v1/roadmap/tasks/9.1/traffic"))!["state"]);
    }

    [Fact]
    public async Task Put_Parent_SetsItsLeavesAndUndoTakesThemBackAtOnce()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var task = await (await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/traffic", new { state = "done" })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("done", (string?)task!["state"]);
        Assert.All(task["children"]!.AsArray(), child => Assert.Equal("done", (string?)child!["state"]));

        var undone = await (await server.Client.PostAsync("/api/v1/roadmap/undo", null)).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("ticked", "Ticked 2 tasks"), ((string?)undone!["kind"], (string?)undone["summary"]));
        Assert.Equal("open", (string?)(await server.Client.GetFromJsonAsync<JsonObject>("/api/v1/roadmap/tasks/9.1/traffic"))!["state"]);

        var again = await server.Client.PostAsync("/api/v1/roadmap/undo", null);
        await AssertProblemAsync(again, HttpStatusCode.Conflict, "No change is left");
    }

    [Fact]
    public async Task Put_UnknownTask_IsAProblemThatSuggests()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var response = await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/trafic/canary", new { state = "done" });

        await AssertProblemAsync(response, HttpStatusCode.NotFound, "9.1/traffic/canary");
    }

    [Theory]
    [InlineData("""{"state":"partial"}""", "'partial'")]
    [InlineData("""{"state":""}""", "Give 'done' or 'open'")]
    [InlineData("""{}""", "a note, or both")]
    [InlineData("""{"state":5}""", "")]
    [InlineData("""{"state":"do""", "")]
    [InlineData("""null""", "")]
    public async Task Put_BadBody_IsAProblem(string body, string detail)
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var response = await server.Client.PutAsync("/api/v1/roadmap/tasks/9.1/read", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, detail);
    }

    [Fact]
    public async Task Put_NoteOnly_KeepsTheState()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));

        var task = await (await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/read", new { note = "n" })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("done", "file", "n"), ((string?)task!["state"], (string?)task["origin"], (string?)task["note"]));

        await AssertProblemAsync(await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/read", new { note = new string('x', 20_001) }), HttpStatusCode.BadRequest, "20001");
    }

    [Fact]
    public async Task Get_History_HasEveryChangeTheNewestFirst()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));
        await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/install-istio", new { state = "done" });
        await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/install-istio", new { state = "open" });

        var history = (await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap/tasks/9.1/install-istio/history"))!;

        Assert.Equal([("reopened", "open"), ("ticked", "done")], history.Select(entry => ((string?)entry!["kind"], (string?)entry["state"])));
        Assert.Empty((await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap/tasks/9.1/read/history"))!);
        await AssertProblemAsync(await server.Client.GetAsync("/api/v1/roadmap/tasks/9.1/none/history"), HttpStatusCode.NotFound, "9.1/none'");
    }

    [Fact]
    public async Task Get_Export_IsTheFileWithItsBoxesSet()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown));
        await server.Client.PutAsJsonAsync("/api/v1/roadmap/tasks/9.1/traffic", new { state = "done" });

        var response = await server.Client.GetAsync("/api/v1/roadmap/export?format=md");

        Assert.Equal("text/markdown", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("a.md", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(
            Markdown.Replace("[ ] Traffic", "[x] Traffic", StringComparison.Ordinal).Replace("[ ] Canary", "[x] Canary", StringComparison.Ordinal).Replace("[ ] Mirror", "[x] Mirror", StringComparison.Ordinal),
            await response.Content.ReadAsStringAsync());
        await AssertProblemAsync(await server.Client.GetAsync("/api/v1/roadmap/export?format=pdf"), HttpStatusCode.BadRequest, "'pdf'");
        await AssertProblemAsync(await server.Client.GetAsync("/api/v1/roadmap/export?file=b.md"), HttpStatusCode.NotFound, "a.md");
    }

    [Fact]
    public async Task Get_NoRoadmap_IsEmptyAndExportSaysWhy()
    {
        await using var server = await RoadmapApiServer.StartAsync();

        Assert.Empty((await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/roadmap"))!);
        await AssertProblemAsync(await server.Client.GetAsync("/api/v1/roadmap/export"), HttpStatusCode.NotFound, "does not exist");
    }

    [Fact]
    public async Task Export_SeveralFiles_AsksWhich()
    {
        await using var server = await RoadmapApiServer.StartAsync(("a.md", Markdown), ("b.md", "# B\n- [ ] x\n"));

        await AssertProblemAsync(await server.Client.GetAsync("/api/v1/roadmap/export?format=md"), HttpStatusCode.BadRequest, "a.md, b.md");
        Assert.Equal("# B\n- [ ] x\n", await server.Client.GetStringAsync("/api/v1/roadmap/export?format=md&file=b.md"));
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string detail)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.Contains(detail, (string?)problem["detail"] ?? "", StringComparison.Ordinal);
    }
}
