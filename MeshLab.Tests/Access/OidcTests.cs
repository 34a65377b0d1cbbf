using System.Net;
using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Web.Hosting;
using MeshLab.Web.Hosting.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>Login through a real OpenID Connect provider over HTTP.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private readonly TeamApp _app = new();
    private OidcProvider _provider = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await OidcProvider.StartAsync();
        _app.Settings["MeshLab:Oidc:Authority"] = _provider.Issuer;
        _app.Settings["MeshLab:Oidc:ClientId"] = OidcProvider.ClientId;
        _app.Settings["MeshLab:Oidc:ClientSecret"] = OidcProvider.ClientSecret;
        _app.Settings["MeshLab:Oidc:Title"] = "the lab's Keycloak";
        _app.Settings["MeshLab:Oidc:Admins"] = "platform-admins";
        _app.Settings["MeshLab:Oidc:Operators"] = "platform, sre";
        _app.Settings["MeshLab:Oidc:Viewers"] = "staff";
        await _app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task LogIn_OfSomebodyTheProviderKnows_GivesTheRoleOfTheirClaim()
    {
        _provider.Person = ("42", "olga", ["staff", "sre"]);
        using var browser = _app.Program(null);
        Assert.Contains("Log in with the lab&#x27;s Keycloak", await browser.GetStringAsync(new Uri("/login", UriKind.Relative), Token), StringComparison.Ordinal);

        var end = await FollowAsync(browser, "/access/oidc?returnUrl=%2Fruns");

        Assert.Equal("/runs", end);
        Assert.Contains("olga, operator", await browser.GetStringAsync(new Uri("/runs", UriKind.Relative), Token), StringComparison.Ordinal);
        var user = Assert.Single(await _app.Services.GetRequiredService<UserAccounts>().ListAsync(Token), one => one.External);
        Assert.Equal(("olga", Role.Operator), (user.Name, user.Role));
        Assert.Contains(await _app.Services.GetRequiredService<AuditTrail>().ListAsync(new("login.in"), null, 10, Token), entry => entry is { Who: "olga", Address: "127.0.0.1", Detail: "OpenID Connect" });
    }

    [Fact]
    public async Task LogIn_OfSomebodyWithoutARole_IsRefused()
    {
        _provider.Person = ("43", "nina", ["visitors"]);
        using var browser = _app.Program(null);

        Assert.Equal("/login?problem=no-role", await FollowAsync(browser, "/access/oidc"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(new Uri("/runs", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task LogIn_WithATokenOfAnotherKey_IsRefused()
    {
        (_provider.Person, _provider.Forges) = (("44", "mallory", ["platform-admins"]), true);
        using var browser = _app.Program(null);

        Assert.Equal("/login?problem=provider", await FollowAsync(browser, "/access/oidc"));
        Assert.DoesNotContain(await _app.Services.GetRequiredService<UserAccounts>().ListAsync(Token), user => user.External);
    }

    [Fact]
    public async Task LogIn_WhoseAnswerIsSentToAnotherBrowser_IsRefused()
    {
        _provider.Person = ("45", "olga", ["staff"]);
        using var attacker = _app.Program(null);
        using var victim = _app.Program(null);
        using var start = await attacker.GetAsync(new Uri("/access/oidc", UriKind.Relative), Token);
        using var authorized = await attacker.GetAsync(start.Headers.Location, Token);

        using var answer = await victim.GetAsync(authorized.Headers.Location, Token);

        Assert.Equal("/login?problem=provider", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("http://id.example.org", "meshlab", "staff", "no https address")]
    [InlineData("https://id.example.org", "", "staff", "MeshLab__Oidc__ClientId")]
    [InlineData("https://id.example.org", "meshlab", "", "which values of the role claim")]
    public void Require_OfSettingsThatCannotWork_SaysWhich(string authority, string client, string viewers, string said)
    {
        var refused = Assert.Throws<StartupException>(() => OidcLogin.Require(new OidcOptions { Authority = authority, ClientId = client, Viewers = viewers }));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Follows redirects, to the provider and back, until a page of MeshLab other than the callback is named.</summary>
    private async Task<string> FollowAsync(HttpClient browser, string path)
    {
        var next = new Uri(_app.Address, path);
        for (var hop = 0; hop < 6; hop++)
        {
            using var answer = await browser.GetAsync(next, Token);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{next} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Token)}");
            next = new Uri(next, answer.Headers.Location!);
            if (next.Authority == _app.Address.Authority && !next.AbsolutePath.StartsWith("/signin-oidc", StringComparison.Ordinal))
            {
                return next.PathAndQuery;
            }
        }

        throw new InvalidOperationException("The redirects do not end.");
    }
}
