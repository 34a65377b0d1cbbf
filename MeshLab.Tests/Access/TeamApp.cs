using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>The whole application on a socket of loopback, with a user of each role.</summary>
public sealed partial class TeamApp : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-team-").FullName;
    private readonly Dictionary<Role, string> _tokens = [];
    private WebApplicationFactory<Program> _factory = null!;

    /// <summary>Settings, besides those that every test needs.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["MeshLab:LoginsPerMinute"] = "1000" };

    public IServiceProvider Services => _factory.Services;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Production")
                .UseSetting("urls", "http://127.0.0.1:0")
                .UseSetting("MeshLab:DataDirectory", _folder)
                .UseSetting("MeshLab:DemoCluster", "false")
                .UseSetting("MeshLab:Kubeconfig", Path.Combine(_folder, "none"));
            foreach (var (name, value) in Settings)
            {
                builder.UseSetting(name, value);
            }
        });
        _factory.UseKestrel();
        _factory.StartServer();
        using var client = _factory.CreateClient();
        Address = client.BaseAddress!;
        foreach (var role in Enum.GetValues<Role>().OrderDescending())
        {
            var user = await Services.GetRequiredService<UserAccounts>().AddAsync(NameOf(role), AccessStore.Password, role, CancellationToken.None);
            _tokens[role] = (await Services.GetRequiredService<ApiTokens>().CreateAsync(user.Id, "test", role, TimeSpan.FromDays(1), CancellationToken.None)).Secret;
        }
    }

    public static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>A program with the token of a role; without one for null. It follows no redirects and keeps cookies.</summary>
    public HttpClient Program(Role? role)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        if (role is { } given)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[given]);
        }

        return client;
    }

    /// <summary>Fills in and sends a form of a page, as a browser does.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        var token = AntiforgeryToken().Match(html).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await client.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    /// <summary>A browser in which a user of the role has logged in.</summary>
    public Task<HttpClient> BrowserAsync(Role role) => BrowserAsync(NameOf(role));

    /// <summary>A browser in which a user has logged in.</summary>
    public async Task<HttpClient> BrowserAsync(string name)
    {
        var client = Program(null);
        using var answer = await SubmitAsync(client, "/login", "/access/login", ("name", name), ("password", AccessStore.Password));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
