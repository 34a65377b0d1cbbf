using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Clusters;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>Secrets that the whole program is given: a run's parameter, a token of a kubeconfig, and the token of a Prometheus. Nothing that can be read afterwards has one of them.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Password = "hunter2-correct-horse-battery";
    private const string KubeconfigToken = "kubeconfig-token-of-the-test";
    private const string PrometheusToken = "prometheus-token-of-the-test";

    private static readonly string[] _secrets = [Password, KubeconfigToken, PrometheusToken];

    private readonly TestCatalogue _files = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Secrets_OfARunAKubeconfigAndAPrometheus_AreInNoFileNoAnswerNoOutputAndNoArgument()
    {
        var scenarios = Scenario();
        var kubeconfig = _files.Write("config", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1", user: $"token: {KubeconfigToken}"));
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: scenarios, settings: new Dictionary<string, string> { ["MeshLab__Kubeconfig"] = kubeconfig, ["Logging__LogLevel__Default"] = "Debug" });
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        using var set = await http.PutAsJsonAsync("/api/v1/measurements/prometheus", new { cluster = "demo", url = "http://127.0.0.1:1", bearerToken = PrometheusToken }, Token);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync(Token));

        using var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "keeps-secrets", action = "deploy", clusters = new { main = "demo" }, parameters = new { password = Password } }, Token);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(Token));
        var seen = new StringBuilder();
        var status = "";
        while (status is not ("Succeeded" or "Failed"))
        {
            seen.AppendLine(Arguments());
            status = (await http.GetFromJsonAsync<JsonObject>("/api/v1/runs/1", Token))!["status"]!.GetValue<string>();
            await Task.Delay(20, Token);
        }

        // Names are kept in the inventory, so the last step is refused.
        Assert.Equal("Failed", status);
        foreach (var path in new[]
                 {
                     "/api/v1/runs", "/api/v1/runs/1", "/api/v1/runs/1/log?after=0", "/api/v1/runs/1/log.txt", "/api/v1/runs/1/inventory", "/api/v1/scenarios/keeps-secrets", "/api/v1/clusters", "/api/v1/audit",
                     "/api/v1/measurements/prometheus?cluster=demo", "/api/v1/measurements/sampling", "/metrics", "/runs/1", "/runs", "/clusters", "/audit", "/scenarios/keeps-secrets",
                 })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            AssertNone(await answer.Content.ReadAsStringAsync(Token), path);
        }

        var log = await http.GetStringAsync(new Uri("/api/v1/runs/1/log.txt", UriKind.Relative), Token);
        Assert.Contains("a secret is in the name of a ConfigMap", log, StringComparison.Ordinal);
        AssertNone(web.Output, "the output of the program");
        AssertNone(seen.ToString(), "the arguments of processes");
        await web.KillAsync();
        // The demo cluster keeps its objects, Secrets among them, as a real one's etcd does: that file is the cluster's and not MeshLab's.
        foreach (var file in Directory.EnumerateFiles(web.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("demo-cluster.db", StringComparison.Ordinal)))
        {
            AssertNone(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Token)), file);
        }
    }

    private string Scenario()
    {
        var root = Path.Combine(_files.Folder, "scenarios");
        Directory.CreateDirectory(Path.Combine(root, "keeps-secrets"));
        File.WriteAllText(Path.Combine(root, "keeps-secrets", "scenario.yaml"), """
            apiVersion: meshlab.dev/v1alpha1
            kind: Scenario
            metadata: { name: keeps-secrets }
            spec:
              title: Keeps secrets
              section: "9.1"
              mesh: none
              clusters: [{ role: main }]
              parameters:
                - { name: password, type: secret }
              steps:
                - id: space
                  title: Namespace
                  namespace: { name: keeps-secrets }
                - id: made
                  title: Secret on the cluster
                  apply:
                    objects:
                      - apiVersion: v1
                        kind: Secret
                        metadata: { name: source, namespace: keeps-secrets }
                        stringData: { password: "{{ password }}" }
                - id: read
                  title: Read it back
                  wait: { for: exists, resource: secret/source, namespace: keeps-secrets, outputs: { password: data.password } }
                - id: wrong
                  title: Refused, because a name would be kept
                  apply:
                    objects:
                      - apiVersion: v1
                        kind: ConfigMap
                        metadata: { name: "{{ steps.read.outputs.password }}!", namespace: keeps-secrets }
            """);
        return root;
    }

    /// <summary>The arguments of all processes, those of tools among them.</summary>
    private static string Arguments()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                text.AppendLine(File.ReadAllText(Path.Combine(folder, "cmdline")));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is somebody else's.
            }
        }

        return text.ToString();
    }

    private static void AssertNone(string text, string where)
    {
        foreach (var secret in _secrets)
        {
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{where} has {secret}");
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
            Assert.False(text.Contains(encoded[..^1], StringComparison.Ordinal), $"{where} has {secret} in Base64");
        }
    }
}
