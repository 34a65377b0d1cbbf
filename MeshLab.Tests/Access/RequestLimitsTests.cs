using System.Net;
using MeshLab.Core.Audit;
using Xunit;

namespace MeshLab.Tests.Access;

public sealed class RequestLimitsTests : IAsyncLifetime
{
    private readonly TeamApp _app = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app.Settings["MeshLab:LoginsPerMinute"] = "3";
        _app.Settings["MeshLab:ApiRequestsPerMinute"] = "20";
        _app.Settings["MeshLab:HostNames"] = "meshlab.example.org, *.lab.example.org";
        _app.Settings["MeshLab:TrustedProxies"] = "127.0.0.1";
        await _app.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task LogIn_TooOften_IsRefusedEvenWithTheRightPassword()
    {
        using var client = _app.Program(null);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var wrong = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "admin"), ("password", "wrong"));
            Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        }

        using var answer = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "admin"), ("password", AccessStore.Password));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("Too many requests", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_AskedTooOften_RefusesThatUserAndNoOther()
    {
        using var busy = _app.Program(Role.Viewer);
        using var other = _app.Program(Role.Operator);
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < 40; number++)
        {
            using var answer = await busy.GetAsync(new Uri("/api/v1/decisions", UriKind.Relative), Token);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri("/api/v1/decisions", UriKind.Relative), Token)).StatusCode);
    }

    [Theory]
    [InlineData("meshlab.example.org", HttpStatusCode.OK)]
    [InlineData("eu.lab.example.org:8443", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("lab.example.org.evil.example", HttpStatusCode.BadRequest)]
    public async Task Host_OnceLoginIsRequired_IsOneOfTheNames(string host, HttpStatusCode expected)
    {
        using var client = _app.Program(Role.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/decisions") { Headers = { Host = host } };

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Probe_OfAKubelet_AsksByAddressAndIsAnswered()
    {
        using var client = _app.Program(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz") { Headers = { Host = "10.244.1.7:8080" } };

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Forwarded_ByATrustedProxy_IsBelieved()
    {
        using var client = _app.Program(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "meshlab.example.org");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Contains("wss://meshlab.example.org", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("Antiforgery", StringComparison.Ordinal));
    }
}
