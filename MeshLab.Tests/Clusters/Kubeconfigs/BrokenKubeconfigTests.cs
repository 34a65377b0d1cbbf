using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Clusters.Kubeconfigs;

/// <summary>A broken context is a problem with file, context, what is wrong and what to do; a sound one beside it still works.</summary>
public sealed class BrokenKubeconfigTests : IDisposable
{
    private readonly TestCatalogue _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("{cluster: nowhere}", "server: 'https://a:1'", "token: abc", "names the cluster nowhere, which no file defines")]
    [InlineData("{cluster: c, user: nobody}", "server: 'https://a:1'", "token: abc", "names the user nobody, which no file defines")]
    [InlineData("{user: u}", "server: 'https://a:1'", "token: abc", "names no cluster")]
    [InlineData("{cluster: c, user: u}", "insecure-skip-tls-verify: true", "token: abc", "has no server")]
    [InlineData("{cluster: c, user: u}", "server: 'ftp://a:1'", "token: abc", "which is no http or https address")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1', certificate-authority-data: '%%%'", "token: abc", "certificate-authority-data of c (line 4) is not base64")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1', certificate-authority-data: aGVsbG8=", "token: abc", "holds no PEM certificate")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1', certificate-authority: missing.pem", "token: abc", "missing.pem, which does not exist")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1', proxy-url: 'gopher://p'", "token: abc", "has the proxy-url gopher://p")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "client-certificate: missing.crt, client-key: missing.key", "missing.crt, which does not exist")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "tokenFile: missing.token", "missing.token, which does not exist")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "auth-provider: {name: gcp}", "gke-gcloud-auth-plugin")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: Get it from the shop}", "not on the PATH of MeshLab. Install it and restart MeshLab. Its install hint: Get it from the shop")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: sh}", "client.authentication.k8s.io/v1alpha1; set one of")]
    [InlineData("{cluster: c, user: u}", "server: 'https://a:1'", "exec: {apiVersion: client.authentication.k8s.io/v1}", "without a command")]
    public void Problems_BrokenContext_NamesFileContextAndWhatIsWrong(string context, string cluster, string user, string expected)
    {
        var file = _files.Write("config", $$"""
            contexts:
            - {name: broken, context: {{context}}}
            clusters:
            - name: c
              cluster: {{{cluster}}}
            users:
            - name: u
              user: {{{user}}}
            """);
        var sound = _files.Write("sound", TestCatalogue.Kubeconfig("sound"));
        var catalogue = _files.Create(variable: $"{file}{Path.PathSeparator}{sound}");

        var problem = Assert.Single(catalogue.Problems);
        Assert.Equal(file, problem.File);
        Assert.Equal("broken", problem.Context);
        Assert.Contains(expected, problem.Message);
        Assert.Equal("sound", Assert.Single(catalogue.Clusters).Name);
    }

    [Theory]
    [InlineData("contexts: [", "Line 2", "not valid YAML")]
    [InlineData("just text", "no kubeconfig", "mapping")]
    [InlineData("kind: Deployment", "its kind is Deployment", "not Config")]
    [InlineData("contexts: {a: b}", "contexts must be a list", "Line 1")]
    [InlineData("users: [{user: {}}]", "has no name", "Line 1")]
    [InlineData("clusters: [{name: a, cluster: {server: 'http://a'}}, {name: a}]", "names a twice", "Line 1")]
    public void Problems_BrokenFile_NamesFileAndPlace(string text, string first, string second)
    {
        var file = _files.Write("config", text);
        var sound = _files.Write("sound", TestCatalogue.Kubeconfig("sound"));
        var catalogue = _files.Create(variable: $"{file}{Path.PathSeparator}{sound}");

        var problem = Assert.Single(catalogue.Problems);
        Assert.Equal((file, null), (problem.File, problem.Context));
        Assert.Contains(first, problem.Message);
        Assert.Contains(second, problem.Message);
        Assert.Equal("sound", Assert.Single(catalogue.Clusters).Name);
    }

    [Fact]
    public void Problems_CertificateWithoutKey_NamesWhatIsLacking()
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.Issue("user");
        var data = TestCertificates.Base64(certificate.ExportCertificatePem());
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", user: $"client-certificate-data: {data}")));

        Assert.Contains("has a client-certificate and no client-key", Assert.Single(catalogue.Problems).Message);
    }

    [Fact]
    public void Problems_KeyOfAnotherCertificate_SaysTheyDoNotFit()
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.Issue("user");
        using var other = certificates.Issue("other");
        var user = $"client-certificate-data: {TestCertificates.Base64(certificate.ExportCertificatePem())}\n    client-key-data: {TestCertificates.Base64(TestCertificates.KeyPem(other))}";
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", user: user)));

        Assert.Contains("do not work together", Assert.Single(catalogue.Problems).Message);
    }

    [Fact]
    public void Problems_SecretsInTheFile_AreNotTold()
    {
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", "ftp://x", user: "token: very-secret")));

        Assert.DoesNotContain("very-secret", Assert.Single(catalogue.Problems).Message);
    }

    [Theory]
    [InlineData("user: {}")]
    [InlineData("user:")]
    public void Clusters_UserWithoutCredentials_IsAnonymous(string user)
    {
        var file = _files.Write("config", $$"""
            contexts: [{name: one, context: {cluster: c, user: u} }]
            clusters: [{name: c, cluster: {server: 'localhost:8080'} }]
            users:
            - name: u
              {{user}}
            """);
        var catalogue = _files.Create(file);

        Assert.Empty(catalogue.Problems);
        Assert.Equal(new Uri("http://localhost:8080"), Assert.Single(catalogue.Clusters).Server);
        Assert.NotNull(catalogue.Connect("one"));
    }

    [Fact]
    public void Clusters_ServerOnEveryAddress_IsReachedOnLoopback()
    {
        var cluster = Assert.Single(_files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", "https://0.0.0.0:6443"))).Clusters);

        Assert.Equal("127.0.0.1", cluster.Server.Host);
    }
}
