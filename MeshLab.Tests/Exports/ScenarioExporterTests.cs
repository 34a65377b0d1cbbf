using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Documents;
using MeshLab.Core.Exports;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using MeshLab.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Exports;

public sealed class ScenarioExporterTests : IDisposable
{
    private const string Own = """
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: shop }
        spec:
          title: Shop
          section: "9.1"
          mesh: none
          clusters: [{ role: main }]
          parameters:
            - { name: version, default: 1.2.3, pattern: '\d+\.\d+\.\d+' }
            - { name: password, type: secret }
          steps:
            - id: space
              title: Namespace
              namespace: { name: shop, labels: { team: "on" } }
            - id: key
              title: A key
              generate: { what: certificateAuthority, commonName: shop, validity: 24h }
            - id: app
              title: App
              apply:
                objects:
                  - { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop }, data: { version: "{{ version }}", "yes": "no", text: "one\ntwo\n" } }
                  - { apiVersion: v1, kind: Secret, metadata: { name: keys, namespace: shop }, stringData: { fixed: written-in-the-file } }
                  - { apiVersion: v1, kind: ConfigMap, metadata: { name: pass, namespace: shop }, data: { pass: "{{ password }}" } }
            - id: chart
              title: Chart
              helm: { release: shop, repo: "https://charts.example.org", chart: shop, version: "{{ version }}", namespace: shop-system, set: { replicas: "2", ca: "{{ steps.key.outputs.certificate }}" } }
            - id: later
              title: Later
              apply:
                objects:
                  - { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop }, data: { version: "{{ version }}", mode: final } }
              verify:
                - title: It says final
                  assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop }, data: { mode: final } }
            - id: call
              title: Call it
              exec: { in: deploy/client, namespace: shop, command: [curl, "http://shop:80/a b"] }

        """;

    private readonly ScenarioFolder _folder = new();
    private readonly ServiceProvider _services;

    public ScenarioExporterTests()
    {
        _folder.Write("shop/scenario.yaml", Own);
        _folder.Write("shop/README.md", "# Shop\n");
        _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddChanges().AddStorage().AddDocuments().AddRoadmap().AddScenarios().AddExports()
            .Configure<MeshLabOptions>(_folder.Configure).BuildServiceProvider();
        var catalogue = _services.GetRequiredService<ScenarioCatalogue>();
        catalogue.Reload();
        Assert.Empty(catalogue.ProblemsOf("shop"));
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ExportFormat.Kustomize)]
    [InlineData(ExportFormat.ArgoCd)]
    [InlineData(ExportFormat.Fleet)]
    public async Task Export_Twice_GivesTheSameBytes(ExportFormat format)
    {
        var first = (await ExportAsync(format))!.ToZip();
        await Task.Yield();
        var second = (await ExportAsync(format))!.ToZip();

        Assert.Equal(first, second);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(first));
        Assert.Equal(zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public async Task Export_AsKustomize_HasTheFinalObjectsAndTheChartWithItsValues()
    {
        var files = (await ExportAsync(ExportFormat.Kustomize, ("version", "2.0.0")))!.Files.ToDictionary(file => file.Path, file => file.Text);

        Assert.Contains("team: \"on\"", files["main/01-space/space.yaml"], StringComparison.Ordinal);
        var settings = files["main/01-space/app-objects.yaml"];
        Assert.Contains("mode: final", settings, StringComparison.Ordinal);
        Assert.Contains("version: \"2.0.0\"", settings, StringComparison.Ordinal);
        Assert.DoesNotContain(files.Keys, path => path.Contains("later", StringComparison.Ordinal));
        var chart = files["main/02-chart/kustomization.yaml"];
        Assert.Contains("version: \"2.0.0\"", chart, StringComparison.Ordinal);
        Assert.Contains("replicas: 2", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("ca:", chart, StringComparison.Ordinal);
        Assert.Contains("name: shop-system", files["main/02-chart/release-namespace.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readme_NamesWhatIsLeftAndHowToCheck()
    {
        var files = (await ExportAsync(ExportFormat.Fleet))!.Files;
        var readme = files.Single(file => file.Path == "README.md").Text;

        Assert.Contains("Make a certificate for shop", readme, StringComparison.Ordinal);
        Assert.Contains("Make the Secret keys yourself", readme, StringComparison.Ordinal);
        Assert.Contains("Apply the ConfigMap pass yourself: it needs a secret parameter", readme, StringComparison.Ordinal);
        Assert.Contains("Set the value ca of the release shop yourself: it needs what the step key gives in a run", readme, StringComparison.Ordinal);
        Assert.Contains("kubectl -n shop exec deploy/client -- curl 'http://shop:80/a b'", readme, StringComparison.Ordinal);
        Assert.Contains("kubectl get configmap settings -n shop -o yaml", readme, StringComparison.Ordinal);
        Assert.DoesNotContain(files, file => file.Text.Contains("written-in-the-file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_WithASecretOrAWrongValue_IsRefusedWithEveryReason()
    {
        var error = await Assert.ThrowsAsync<ExportRefusedException>(() => ExportAsync(ExportFormat.ArgoCd, ("password", "hunter2"), ("version", "two"), ("colour", "red")));

        Assert.Equal(3, error.Problems.Count);
        Assert.Contains(error.Problems, problem => problem.StartsWith("password is a secret", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfNoScenario_IsNull() =>
        Assert.Null(await _services.GetRequiredService<ScenarioExporter>().ExportAsync(new ExportRequest("nothing", ExportFormat.Fleet, new Dictionary<string, string>(), GitSource.Placeholder), TestContext.Current.CancellationToken));

    private Task<ExportArchive?> ExportAsync(ExportFormat format, params (string Name, string Value)[] values) =>
        _services.GetRequiredService<ScenarioExporter>().ExportAsync(new ExportRequest("shop", format, values.ToDictionary(one => one.Name, one => one.Value), GitSource.Placeholder), TestContext.Current.CancellationToken);
}
