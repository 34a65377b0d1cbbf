using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;
using Xunit;

namespace MeshLab.Tests.Clusters.Connections;

/// <summary>TLS, certificates, tokens and credential plugins.</summary>
public sealed class CredentialsTests : IDisposable
{
    private const string Version = """{"gitVersion":"v1.35.0"}""";

    private readonly TestCertificates _certificates = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meshlab-credentials-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Tls_CertificateOfATrustedAuthority_IsAccepted()
    {
        using var certificate = _certificates.Issue("127.0.0.1");
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version), certificate);
        using var client = server.Client(null, settings => settings with { AuthorityPem = _certificates.AuthorityPem });

        Assert.Equal("v1.35.0", await client.GetVersionAsync(Token));
    }

    [Fact]
    public async Task Tls_CertificateForAnotherName_IsRefusedUnlessThatNameIsExpected()
    {
        using var certificate = _certificates.Issue("elsewhere.example.org");
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version), certificate);
        using var client = server.Client(null, settings => settings with { AuthorityPem = _certificates.AuthorityPem });
        using var expecting = server.Client(null, settings => settings with { AuthorityPem = _certificates.AuthorityPem, TlsServerName = "elsewhere.example.org" });
        using var trusting = server.Client(null, settings => settings with { SkipTlsVerify = true });

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Contains("no secure connection", error.Message);
        Assert.Equal("v1.35.0", await expecting.GetVersionAsync(Token));
        Assert.Equal("v1.35.0", await trusting.GetVersionAsync(Token));
    }

    [Fact]
    public async Task Tls_UnknownAuthority_IsRefusedAndTheRemedyTold()
    {
        using var certificate = _certificates.Issue("127.0.0.1");
        using var others = new TestCertificates();
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version), certificate);
        using var client = server.Client(null, settings => settings with { AuthorityPem = others.AuthorityPem });

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Contains("Check certificate-authority", error.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task ClientCertificate_Configured_IsShownToTheServer()
    {
        using var certificate = _certificates.Issue("127.0.0.1");
        using var user = _certificates.Issue("jane");
        string? seen = null;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seen = context.Connection.ClientCertificate?.Subject;
            return ScriptedServer.JsonAsync(context, Version);
        }, certificate);
        using var client = server.Client(null, settings => settings with
        {
            AuthorityPem = _certificates.AuthorityPem,
            ClientCertificatePem = user.ExportCertificatePem(),
            ClientKeyPem = TestCertificates.KeyPem(user),
        });

        await client.GetVersionAsync(Token);

        Assert.Equal("CN=jane", seen);
    }

    [Fact]
    public async Task TokenFile_Configured_IsSentAsBearerToken()
    {
        var file = Path.Combine(_folder.FullName, "token");
        await File.WriteAllTextAsync(file, "from-file\n", Token);
        string? seen = null;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seen = context.Request.Headers.Authorization;
            return ScriptedServer.JsonAsync(context, Version);
        });
        using var client = server.Client(null, settings => settings with { TokenFile = file });

        await client.GetVersionAsync(Token);

        Assert.Equal("Bearer from-file", seen);
    }

    [Fact]
    public async Task ExecPlugin_TokenRefused_IsAskedAgainOnceAndKeptAfterwards()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Headers.Authorization == "Bearer token-2"
            ? ScriptedServer.JsonAsync(context, Version)
            : ScriptedServer.StatusAsync(context, 401, "Unauthorized", "Unauthorized"));
        using var client = server.Client(null, settings => settings with { Plugin = Plugin("""{"token":"token-'$n'"}""") });

        await client.GetVersionAsync(Token);
        await client.GetVersionAsync(Token);

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["arg one:two'three:1", "arg one:two'three:1"], await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "calls"), Token));
    }

    [Fact]
    public async Task ExecPlugin_TokenExpired_IsAskedAgain()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, $$"""{"gitVersion":"{{context.Request.Headers.Authorization}}"}"""));
        using var client = server.Client(null, settings => settings with { Plugin = Plugin("""{"token":"token-'$n'","expirationTimestamp":"2020-01-01T00:00:00Z"}""") });

        Assert.Equal("Bearer token-1", await client.GetVersionAsync(Token));
        Assert.Equal("Bearer token-2", await client.GetVersionAsync(Token));
    }

    [Fact]
    public async Task ExecPlugin_Fails_ErrorHoldsWhatItSaid()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version));
        var script = Script("echo 'your session has expired, run the-tool login' >&2; exit 4");
        using var client = server.Client(null, settings => settings with { Plugin = new ExecPlugin(script, [], new Dictionary<string, string>(), "client.authentication.k8s.io/v1", null, null) });

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Contains("exit code 4", error.Message);
        Assert.Contains("run the-tool login", error.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task ExecPlugin_SlowerThanTheRequestMayBe_IsNamedAndDoneForTheNext()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version));
        var release = Path.Combine(_folder.FullName, "release");
        var script = Script($$"""
            while [ ! -e {{release}} ]; do sleep 0.05; done
            echo called >> {{release}}
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"abc"} }'
            """);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var client = server.Client(clock, settings => settings with { Plugin = new ExecPlugin(script, [], new Dictionary<string, string>(), "client.authentication.k8s.io/v1", null, null) });
        var request = ApiRequest.Get("/version", "look") with { Patience = TimeSpan.FromSeconds(5) };
        var asking = client.JsonAsync(request, Token);

        clock.Advance(TimeSpan.FromSeconds(6));
        var error = await Assert.ThrowsAsync<ClusterException>(() => asking);

        // Moved into place, because a file that is opened for writing is emptied a moment after it is there.
        await File.WriteAllTextAsync(release + ".new", "", Token);
        File.Move(release + ".new", release);
        var version = await client.GetVersionAsync(Token);

        Assert.Contains("the credential plugin plugin has not answered yet", error.Message);
        Assert.Equal("v1.35.0", version);
        Assert.Equal("called", Assert.Single(await File.ReadAllLinesAsync(release, Token)));
    }

    /// <summary>A plugin that counts its calls, notes its arguments and environment, and answers with the status; <c>'$n'</c> is the call's number.</summary>
    private ExecPlugin Plugin(string status)
    {
        var calls = Path.Combine(_folder.FullName, "calls");
        var script = Script($$"""
            echo "$1:$2:$EXTRA" >> {{calls}}
            n=$(wc -l < {{calls}} | tr -d ' ')
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{{status}}}'
            """);
        return new ExecPlugin(script, ["arg one", "two'three"], new Dictionary<string, string> { ["EXTRA"] = "1" }, "client.authentication.k8s.io/v1", null, null);
    }

    private string Script(string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the test's credential plugin is a shell script");
        var path = Path.Combine(_folder.FullName, "plugin");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
