using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

public sealed class RunsApiTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task Post_QueuesARunThatCanBeFollowedToItsEnd()
    {
        await WriteAsync("api-run");

        var response = await host.Http.PostAsJsonAsync("/api/v1/runs", new { scenario = "api-run", action = "deploy", clusters = new { main = "demo" } });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<long>();
        Assert.Equal($"/api/v1/runs/{id}", response.Headers.Location?.ToString());
        await host.EndedAsync(id);
        var run = (await host.Http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}"))!;
        Assert.Equal(("Succeeded", "deploy", true), (run["status"]!.GetValue<string>(), run["action"]!.GetValue<string>(), run["simulated"]!.GetValue<bool>()));
        Assert.Equal(("space", "Succeeded", 1), (run["steps"]![0]!["id"]!.GetValue<string>(), run["steps"]![0]!["status"]!.GetValue<string>(), run["steps"]![0]!["attempts"]!.GetValue<int>()));
        var lines = (await host.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{id}/log?after=1&take=2"))!;
        Assert.Equal([2L, 3L], lines.Select(line => line!["seq"]!.GetValue<long>()));
        Assert.Equal("meshlab", lines[0]!["stream"]!.GetValue<string>());
        var inventory = (await host.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{id}/inventory"))!;
        Assert.Equal("Namespace", inventory[0]!["kind"]!.GetValue<string>());
        var text = await host.Http.GetStringAsync($"/api/v1/runs/{id}/log.txt");
        Assert.Contains("Namespace api-run created", text);
        var list = (await host.Http.GetFromJsonAsync<JsonArray>("/api/v1/runs?scenario=api-run"))!;
        Assert.Equal(id, list[0]!["id"]!.GetValue<long>());
    }

    [Fact]
    public async Task Post_WithoutSense_NamesEveryField()
    {
        var response = await host.Http.PostAsJsonAsync("/api/v1/runs", new { action = "destroy" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var errors = (await response.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["action", "clusters", "scenario"], errors.Select(error => error.Key).Order());
    }

    [Fact]
    public async Task Post_OfWhatCannotRun_Is422WithAllReasons()
    {
        await WriteAsync("api-refused");

        var response = await host.Http.PostAsJsonAsync("/api/v1/runs", new { scenario = "api-refused", action = "deploy", clusters = new { main = "nowhere", other = "demo" } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(2, (await response.Content.ReadFromJsonAsync<JsonObject>())!["reasons"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("GET", "/api/v1/runs/999999")]
    [InlineData("GET", "/api/v1/runs/999999/log")]
    [InlineData("GET", "/api/v1/runs/999999/log.txt")]
    [InlineData("GET", "/api/v1/runs/999999/inventory")]
    [InlineData("POST", "/api/v1/runs/999999/cancel")]
    [InlineData("POST", "/api/v1/runs/999999/retry")]
    public async Task UnknownRun_Is404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task CancelAndRetry_OfARunThatSucceeded_Are409()
    {
        await WriteAsync("api-conflict");
        var run = await host.RunAsync("api-conflict", RunAction.Deploy);

        Assert.Equal(HttpStatusCode.Conflict, (await host.Http.PostAsync($"/api/v1/runs/{run.Id}/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await host.Http.PostAsync($"/api/v1/runs/{run.Id}/retry", null)).StatusCode);
    }

    [Fact]
    public async Task Readyz_IsHealthyOnceTheQueueIsLookedAt()
    {
        await WriteAsync("api-ready");
        await host.RunAsync("api-ready", RunAction.DryRun);

        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/readyz")).StatusCode);
    }

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        """);
}
