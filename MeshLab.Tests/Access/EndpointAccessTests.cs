using System.Net;
using System.Net.Http.Headers;
using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>
/// Walks every route that the application has (pages, circuits, API, health, metrics) and asks it as nobody, viewer, operator and admin. What a new endpoint
/// must be is written here, not read from it: reading needs a viewer, changing an operator, and what differs is listed.
/// </summary>
public sealed class EndpointAccessTests(TeamApp app) : IClassFixture<TeamApp>
{
    private static readonly HashSet<string> ForAnybody = new(StringComparer.OrdinalIgnoreCase)
    {
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /login", "GET /setup", "GET /error/{Code:int}", "POST /access/login", "POST /access/setup", "GET /access/oidc",
    };

    private static readonly HashSet<string> ForAdmins = new(StringComparer.OrdinalIgnoreCase)
    {
        "GET /users", "GET /api/v1/backup", "GET /api/v1/audit.csv", "GET /api/v1/audit.json",
        "PUT /api/v1/measurements/prometheus", "DELETE /api/v1/measurements/prometheus", "POST /api/v1/measurements/prometheus/test",
    };

    private static readonly HashSet<string> ChangesForViewers = new(StringComparer.OrdinalIgnoreCase)
    {
        "POST /access/logout", "POST /access/password", "POST /_blazor/negotiate", "POST /_blazor/disconnect",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReadOnlyList<RouteEndpoint> Endpoints => [.. All.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)];

    // All but fallbacks, which answer where nothing else does.
    private IEnumerable<RouteEndpoint> All =>
        app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Order < int.MaxValue);

    [Fact]
    public void Endpoints_EachNameAPolicyOrAnybody()
    {
        var undeclared = All
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is { Length: > 0 }))
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Empty(undeclared);
        Assert.True(Endpoints.Count > 80, $"only {Endpoints.Count} endpoints were found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public async Task Endpoints_AskedByEachRole_AnswerThoseWhoMayAndRefuseOthers(Role? role)
    {
        using var client = app.Program(role);
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"])
            {
                var key = $"{method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}";
                using var request = new HttpRequestMessage(new HttpMethod(method), AddressOf(endpoint));
                if (method is not ("GET" or "HEAD" or "DELETE"))
                {
                    request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse(endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [{ } accepted, ..] ? accepted : "application/json"));
                }

                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
                var allowed = NeededFor(key, method) is not { } needed || role >= needed;
                if (allowed != IsAnswered(answer) || (!allowed && (role is null) == (answer.StatusCode == HttpStatusCode.Forbidden)))
                {
                    wrong.Add($"{key} as {role?.ToString() ?? "nobody"}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Addresses_ThatLeadNowhere_SayNothingToStrangers()
    {
        using var nobody = app.Program(null);
        using var viewer = app.Program(Role.Viewer);

        using var stranger = await nobody.GetAsync(new Uri("/api/v1/nothing", UriKind.Relative), Token);
        using var known = await viewer.GetAsync(new Uri("/api/v1/nothing", UriKind.Relative), Token);
        using var method = await viewer.DeleteAsync(new Uri("/api/v1/search", UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (stranger.StatusCode, known.StatusCode, method.StatusCode));
        Assert.Equal("application/problem+json", stranger.Content.Headers.ContentType?.MediaType);
    }

    private static Role? NeededFor(string key, string method) =>
        ForAnybody.Contains(key) || (key.StartsWith("POST /", StringComparison.Ordinal) && ForAnybody.Contains("GET" + key[4..])) ? null
        : ForAdmins.Contains(key) || ForAdmins.Contains("GET" + key[method.Length..]) && !key.Contains("/api/", StringComparison.Ordinal) ? Role.Admin
        : ChangesForViewers.Contains(key) || method is "GET" or "HEAD" || !key.Contains("/api/", StringComparison.Ordinal) ? Role.Viewer
        : Role.Operator;

    private static bool IsAnswered(HttpResponseMessage answer) =>
        answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        && !(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString.Contains("/login?returnUrl=", StringComparison.Ordinal) == true);

    private static Uri AddressOf(RouteEndpoint endpoint)
    {
        var segments = endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { Name: "documentName" } => "v1",
            RoutePatternParameterPart { Name: "Code" } => "500",
            _ => "1",
        })));
        return new Uri("/" + string.Join('/', segments), UriKind.Relative);
    }
}
