using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Web.Hosting;
using Xunit;

namespace MeshLab.Tests.Web.Documents;

public sealed class DocumentsApiTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task List_OfTheShippedDocuments_HasTheComparisonAndNoRoadmap()
    {
        var documents = await app.Client.GetFromJsonAsync<JsonArray>(new Uri("/api/v1/documents", UriKind.Relative));

        var paths = documents!.Select(document => document!["path"]!.GetValue<string>()).ToList();
        Assert.Contains("service-mesh-comparison.md", paths);
        Assert.DoesNotContain(paths, path => path.StartsWith("roadmap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_ByPath_IsTitledHtml()
    {
        var document = await app.Client.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/documents/patterns/istio.md", UriKind.Relative));

        Assert.Equal("patterns/istio.md", document!["path"]!.GetValue<string>());
        Assert.NotEmpty(document["title"]!.GetValue<string>());
        Assert.Contains("<h2", document["html"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/documents/none.md")]
    [InlineData("/api/v1/documents/..%2F..%2FREADME.md")]
    [InlineData("/api/v1/documents/roadmap/phase-9.md")]
    [InlineData("/api/v1/documents//etc/passwd")]
    public async Task Document_ThatIsNotInTheCatalogue_IsNotFound(string path)
    {
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
