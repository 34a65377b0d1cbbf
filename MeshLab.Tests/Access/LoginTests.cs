using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>Sessions over real HTTP: their cookie, their forms, their end.</summary>
public sealed class LoginTests(TeamApp app) : IClassFixture<TeamApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LogIn_SetsACookieThatScriptsCannotReadAndGoesBackWhereOneWas()
    {
        using var client = app.Program(null);
        using var page = await client.GetAsync(new Uri("/runs?x=1", UriKind.Relative), Token);
        Assert.Equal("/login?returnUrl=%2Fruns%3Fx%3D1", new Uri(app.Address, page.Headers.Location!).PathAndQuery);

        using var answer = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "viewer"), ("password", AccessStore.Password), ("returnUrl", "/runs?x=1"));

        Assert.Equal("/runs?x=1", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("meshlab-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/runs", UriKind.Relative), Token)).StatusCode);
        Assert.Contains("viewer, viewer", await client.GetStringAsync(new Uri("/runs", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task LogIn_WithAReturnAddressElsewhere_StaysHere(string returnUrl)
    {
        using var client = app.Program(null);

        using var answer = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "viewer"), ("password", AccessStore.Password), ("returnUrl", returnUrl));

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task LogIn_WithAWrongPassword_SaysOneThingForNameAndPassword()
    {
        using var client = app.Program(null);

        using var wrong = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "admin"), ("password", "wrong"));
        using var unknown = await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "nobody-here"), ("password", "wrong"));

        Assert.Equal("/login?failed=1&returnUrl=%2F", wrong.Headers.Location?.OriginalString);
        Assert.Equal(wrong.Headers.Location, unknown.Headers.Location);
        Assert.DoesNotContain(wrong.Headers, header => header.Key == "Set-Cookie");
    }

    [Theory]
    [InlineData("/access/login")]
    [InlineData("/access/setup")]
    public async Task Form_WithoutItsToken_IsRefusedByAPageThatSaysWhatToDo(string action)
    {
        using var client = app.Program(null);
        using var form = new FormUrlEncodedContent([new("name", "admin"), new("password", AccessStore.Password)]);

        using var answer = await client.PostAsync(new Uri(action, UriKind.Relative), form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Load the page again", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("application/json")]
    public async Task Form_ThatIsNone_IsRefusedByAPage(string mediaType)
    {
        using var client = await app.BrowserAsync(Role.Operator);
        using var body = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(mediaType));

        using var answer = await client.PostAsync(new Uri("/access/password", UriKind.Relative), body, Token);

        Assert.InRange((int)answer.StatusCode, 400, 415);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Setup_OnceThereIsAUser_RefusesEvenTheCode()
    {
        var code = app.Services.GetRequiredService<MeshLab.Web.Hosting.Access.SetupCode>().Text;
        using var client = app.Program(null);

        using var answer = await TeamApp.SubmitAsync(client, "/login", "/access/setup", ("code", code), ("name", "mallory"), ("password", AccessStore.Password), ("repeated", AccessStore.Password));

        Assert.Equal("/setup?problem=code", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task LogOut_EndsTheSessionAndIsRecorded()
    {
        using var client = await app.BrowserAsync(Role.Operator);

        using var answer = await TeamApp.SubmitAsync(client, "/account", "/access/logout");

        Assert.Equal("/login?left=1", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(new Uri("/runs", UriKind.Relative), Token)).StatusCode);
        Assert.Contains(await app.Services.GetRequiredService<AuditTrail>().ListAsync(new("login.out"), null, 10, Token), entry => entry is { Who: "operator", Address: "127.0.0.1" });
    }

    [Fact]
    public async Task Session_OfAUserWhoIsDisabled_IsOverAtTheNextRequest()
    {
        var users = app.Services.GetRequiredService<UserAccounts>();
        var user = await users.AddAsync("leaver", AccessStore.Password, Role.Operator, Token);
        using var client = app.Program(null);
        using (await TeamApp.SubmitAsync(client, "/login", "/access/login", ("name", "leaver"), ("password", AccessStore.Password)))
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Token)).StatusCode);
        }

        await users.SetDisabledAsync(user.Id, true, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task Session_ChangingSomethingFromAnotherOrigin_IsRefused()
    {
        using var client = await app.BrowserAsync(Role.Operator);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/roadmap/undo");
        request.Headers.Add("Origin", "http://evil.example");

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Cross-origin request refused", (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task ChangePassword_StartsANewSessionAndEndsTheOthers()
    {
        await app.Services.GetRequiredService<UserAccounts>().AddAsync("changer", AccessStore.Password, Role.Viewer, Token);
        using var one = await app.BrowserAsync("changer");
        using var other = await app.BrowserAsync("changer");

        using var answer = await TeamApp.SubmitAsync(one, "/account", "/access/password", ("before", AccessStore.Password), ("after", "another long passphrase"), ("repeated", "another long passphrase"));

        Assert.Equal("/account?changed=1", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync(new Uri("/account", UriKind.Relative), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync(new Uri("/account", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task Token_NamesItsUserInTheAuditLog()
    {
        using var client = app.Program(Role.Operator);

        using var answer = await client.PostAsJsonAsync(new Uri("/api/v1/decisions", UriKind.Relative), new { name = "by token", answers = "mtls=yes" }, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(await app.Services.GetRequiredService<AuditTrail>().ListAsync(new("decision."), null, 10, Token), entry => entry is { Who: "operator", Subject: "decision by token" });
    }

    [Theory]
    [InlineData("Bearer meshlab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Authorization_ThatIsNoToken_IsRefusedWhateverTheCookie(string header)
    {
        using var client = await app.BrowserAsync(Role.Viewer);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        using var answer = await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }
}
