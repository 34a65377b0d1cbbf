using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Roadmap;
using MeshLab.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Web.Scenarios;

public sealed class ScenariosApiTests
{
    [Fact]
    public async Task List_GoodAndBrokenScenarios_GivesTheGoodAndTheProblemsOfTheBroken()
    {
        await using var server = await ScenarioServer.StartAsync(ShopWithTasks.Fill);
        await server.Services.GetRequiredService<RoadmapService>().SetAsync("9.1/install-app", true, null, "me", CancellationToken.None);

        var list = (await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/scenarios"))!;
        var problems = (await server.Client.GetFromJsonAsync<JsonArray>("/api/v1/scenarios/problems"))!;

        var shop = Assert.Single(list)!;
        Assert.Equal("""{"id":"shop","title":"Shop","summary":"","section":"9.1","mesh":"istio","roles":["main"],"steps":1,"tasks":2,"tasksDone":1}""", shop.ToJsonString());
        Assert.Contains(problems, problem => problem!.ToJsonString() == """{"file":"broken/scenario.yaml","line":1,"column":1,"message":"apiVersion is missing"}""");
    }

    [Fact]
    public async Task Get_Scenario_HasRolesParametersStepsAndTasks()
    {
        await using var server = await ScenarioServer.StartAsync(ShopWithTasks.Fill);

        var scenario = (await server.Client.GetFromJsonAsync<JsonObject>("/api/v1/scenarios/shop"))!;

        Assert.Equal("""[{"role":"main","description":""}]""", scenario["clusters"]!.ToJsonString());
        Assert.Equal("""{"name":"replicas","type":"integer","default":"2","pattern":null,"description":""}""", scenario["parameters"]![1]!.ToJsonString());
        Assert.Equal("""["9.1/install-app","9.1/check-app"]""", scenario["covers"]!.ToJsonString());
        var step = scenario["steps"]![0]!;
        Assert.Equal(("app", "apply", "main", 360.0), ((string?)step["id"], (string?)step["kind"], (string?)step["cluster"], (double)step["timeoutSeconds"]!));
        Assert.Equal("""["9.1/install-app","9.1/check-app"]""", step["covers"]!.ToJsonString());
        Assert.Equal("""["It is there"]""", step["checks"]!.ToJsonString());
    }

    [Theory]
    [InlineData("nothing", "No such scenario.")]
    [InlineData("..%2Fshop", "No such scenario.")]
    [InlineData("broken", "The scenario cannot be used.")]
    public async Task Get_NoScenario_IsAProblem(string id, string title)
    {
        await using var server = await ScenarioServer.StartAsync(ShopWithTasks.Fill);

        var response = await server.Client.GetAsync($"/api/v1/scenarios/{id}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(title, (string?)problem["title"]);
        Assert.Equal(id == "broken", problem["problems"] is JsonArray { Count: > 0 });
    }
}
