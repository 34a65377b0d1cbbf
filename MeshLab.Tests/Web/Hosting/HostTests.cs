using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

public sealed class HostTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_OfAStartedHost_IsHealthy(string path)
    {
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", (await answer.Content.ReadFromJsonAsync<JsonObject>())!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Readiness_NamesTheDatabaseAndTheJobService()
    {
        var ready = await app.Client.GetFromJsonAsync<JsonObject>(new Uri("/readyz", UriKind.Relative));

        Assert.Equal("Healthy", ready!["checks"]!["database"]!["status"]!.GetValue<string>());
        Assert.Equal("Healthy", ready["checks"]!["job-service"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Metrics_AreInPrometheusFormat()
    {
        using (await app.Client.GetAsync(new Uri("/healthz", UriKind.Relative)))
        {
            var text = await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

            Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text, StringComparison.Ordinal);
            Assert.Contains("dotnet_", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenApi_HasTitleAndVersionAndTheApisPaths()
    {
        var document = await app.Client.GetFromJsonAsync<JsonObject>(new Uri("/openapi/v1.json", UriKind.Relative));

        Assert.Equal("MeshLab", document!["info"]!["title"]!.GetValue<string>());
        Assert.Equal("0.1.0", document["info"]!["version"]!.GetValue<string>());
        Assert.NotNull(document["paths"]!["/api/v1/documents"]);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("*/*")]
    public async Task Api_OfNoEndpoint_AnswersProblemDetailsNeverHtml(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing");
        request.Headers.Add("Accept", accept);

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("/api/v1/nothing", (await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_WithABodyThatCannotBeRead_SaysWhatIsWrongWithIt()
    {
        using var body = new StringContent("{ not json", System.Text.Encoding.UTF8, "application/json");

        using var answer = await app.Client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Page_ThatDoesNotExist_IsADesignedPageWithStatus404()
    {
        using var answer = await app.Client.GetAsync(new Uri("/nothing-is-here", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryAnswer_CarriesThePolicyThatForbidsForeignAndInlineScripts()
    {
        using var answer = await app.Client.GetAsync(new Uri("/decide", UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.DoesNotMatch("<script(?![^>]*src=)[^>]*>[^<]*\\S", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:5080")]
    [InlineData("192.168.1.2:5080")]
    public async Task Host_ThatIsNotThisMachine_IsRefused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/roadmap");
        request.Headers.Host = host;

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]:5080")]
    public async Task Host_ThatIsThisMachine_IsAnswered(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/roadmap");
        request.Headers.Host = host;

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:9999")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Change_FromAnotherOrigin_IsRefused(string header, string value)
    {
        using var request = TickRequest();
        request.Headers.Add(header, value);

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Change_FromTheSameOriginOrAProgram_IsNotRefused()
    {
        using var own = TickRequest();
        own.Headers.Add("Origin", "http://127.0.0.1:5080");
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var program = TickRequest();

        using var toOwn = await app.Client.SendAsync(own);
        using var toProgram = await app.Client.SendAsync(program);

        Assert.Equal(HttpStatusCode.NotFound, toOwn.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, toProgram.StatusCode);
    }

    [Fact]
    public async Task WebSocket_FromAnotherOrigin_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Origin", "http://evil.example");

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    // Of a task that does not exist: 404 shows that the request got through to the endpoint.
    private static HttpRequestMessage TickRequest() => new(HttpMethod.Put, "/api/v1/roadmap/tasks/0.0/no-such-task") { Content = JsonContent.Create(new { state = "done" }) };
}
