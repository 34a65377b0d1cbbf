using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Scenarios;

public sealed class ExportsApiTests
{
    [Theory]
    [InlineData("kustomize", "main/kustomization.yaml")]
    [InlineData("argocd", "argocd/main/applicationset.yaml")]
    [InlineData("fleet", "gitrepo-main.yaml")]
    public async Task Export_OfAScenario_IsAZipToDownload(string format, string file)
    {
        await using var server = await ScenarioServer.StartAsync(ShopWithTasks.Fill);

        var response = await server.Client.GetAsync($"/api/v1/scenarios/shop/export?format={format}&replicas=3&gitRepo=https%3A%2F%2Fgit.example.org%2Fours.git");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"shop-{format}.zip", response.Content.Headers.ContentDisposition?.FileName);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains(file, names);
        using var readme = new StreamReader(zip.GetEntry("README.md")!.Open());
        var text = await readme.ReadToEndAsync();
        Assert.Contains("| `replicas` | `3` |", text, StringComparison.Ordinal);
        Assert.Equal(format != "kustomize", text.Contains("https://git.example.org/ours.git", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shop/export", HttpStatusCode.BadRequest, "format must be one of kustomize, argocd, fleet")]
    [InlineData("shop/export?format=tar", HttpStatusCode.BadRequest, "format must be one of kustomize, argocd, fleet")]
    [InlineData("shop/export?format=fleet&replicas=many", HttpStatusCode.BadRequest, "replicas must be a whole number")]
    [InlineData("shop/export?format=fleet&colour=red", HttpStatusCode.BadRequest, "has no parameter \"colour\"")]
    [InlineData("nothing/export?format=fleet", HttpStatusCode.NotFound, "There is no scenario 'nothing'")]
    public async Task Export_ThatCannotBeMade_IsAProblem(string path, HttpStatusCode status, string text)
    {
        await using var server = await ScenarioServer.StartAsync(ShopWithTasks.Fill);

        var response = await server.Client.GetAsync($"/api/v1/scenarios/{path}");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(text, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"], StringComparison.Ordinal);
    }
}
