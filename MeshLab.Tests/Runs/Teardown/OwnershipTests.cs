using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Teardown;

/// <summary>What is not MeshLab's is neither overwritten nor deleted.</summary>
public sealed class OwnershipTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: things.GROUP }
        spec:
          group: GROUP
          scope: Namespaced
          names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
          versions:
            - name: v1
              served: true
              storage: true
              schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """;

    [Fact]
    public async Task Definition_WithAnotherTeamsChartsObject_Stays()
    {
        await host.WriteScenarioAsync("own-crd", "- id: crd\n  title: Definition\n  apply: [crd.yaml]", "", ("crd.yaml", Definition.Replace("GROUP", "own-crd.test")));
        Succeeded(await host.RunAsync("own-crd", RunAction.Deploy));
        await TheirsAsync(Theirs("own-crd.test/v1", "Thing", "default", "theirs"));

        var teardown = await host.RunAsync("own-crd", RunAction.Teardown);

        Succeeded(teardown);
        Assert.Contains("there is still Thing default/theirs, which is not MeshLab's", await host.LogAsync(teardown.Id));
        Assert.NotNull(await GetAsync("own-crd.test/v1", "Thing", "default", "theirs"));
    }

    [Theory]
    [InlineData("secret", "v1", "Secret")]
    [InlineData("configmap", "v1", "ConfigMap")]
    [InlineData("claim", "v1", "PersistentVolumeClaim")]
    [InlineData("custom", "own-custom.test/v1", "Thing")]
    public async Task Namespace_WithAnotherTeamsObject_Stays(string name, string apiVersion, string kind)
    {
        var space = $"own-{name}";
        await WriteAsync(space, space);
        Succeeded(await host.RunAsync(space, RunAction.Deploy));
        if (kind == "Thing")
        {
            var definition = Core.Clusters.Manifests.YamlDocumentReader.Read(Definition.Replace("GROUP", "own-custom.test"), "definition").Single().Root!.AsObject();
            await host.Demo.ApplyAsync(definition, new ApplyOptions("somebody"), CancellationToken.None);
        }

        await TheirsAsync(Theirs(apiVersion, kind, space, "theirs"));

        var teardown = await host.RunAsync(space, RunAction.Teardown);

        Succeeded(teardown);
        Assert.Contains($"it holds {kind} {space}/theirs, which is not MeshLab's", await host.LogAsync(teardown.Id));
        Assert.NotNull(await GetAsync(apiVersion, kind, space, "theirs"));
    }

    [Fact]
    public async Task Release_ThatSomebodyInstalledAnew_Stays()
    {
        await WriteReleaseAsync("own-anew");
        Succeeded(await host.RunAsync("own-anew", RunAction.Deploy));
        await host.Demo.SendRawAsync(HttpMethod.Delete, "/simulation/v1/releases/own-anew/istio-base", null, CancellationToken.None);
        await InstallAsync("own-anew");

        var teardown = await host.RunAsync("own-anew", RunAction.Teardown);

        Succeeded(teardown);
        Assert.Contains("does not carry MeshLab's labels", await host.LogAsync(teardown.Id));
        Assert.NotEmpty(await host.Demo.ListAsync("v1", "Secret", "own-anew", "owner=helm,name=istio-base", CancellationToken.None));
        await host.Demo.SendRawAsync(HttpMethod.Delete, "/simulation/v1/releases/own-anew/istio-base", null, CancellationToken.None);
    }

    [Fact]
    public async Task Deploy_OverSomebodysRelease_IsRefused()
    {
        await WriteReleaseAsync("own-taken");
        await InstallAsync("own-taken");

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.StartAsync("own-taken", RunAction.Deploy));

        Assert.Contains("There is a Helm release istio-base in namespace own-taken on demo that is not MeshLab's", Assert.Single(refused.Problems));
        Assert.Contains("helm uninstall istio-base --namespace own-taken", refused.Problems[0]);
        await host.Demo.SendRawAsync(HttpMethod.Delete, "/simulation/v1/releases/own-taken/istio-base", null, CancellationToken.None);
    }

    [Fact]
    public async Task Inventory_OfAnotherClusterOfTheSameName_IsVoid()
    {
        await WriteAsync("own-cluster", "own-cluster");
        var deploy = await host.RunAsync("own-cluster", RunAction.Deploy);
        await using (var database = await host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            var rows = database.Set<InventoryRow>().Where(row => row.RunId == deploy.Id);
            Assert.True(await rows.AllAsync(row => row.ClusterUid != null, TestContext.Current.CancellationToken));
            await rows.ExecuteUpdateAsync(row => row.SetProperty(one => one.ClusterUid, "another"), TestContext.Current.CancellationToken);
        }

        var teardown = await host.RunAsync("own-cluster", RunAction.Teardown);

        Succeeded(teardown);
        Assert.Contains($"this is another cluster than the one run {deploy.Id} deployed to", await host.LogAsync(teardown.Id));
        Assert.NotNull(await GetAsync("v1", "ConfigMap", "own-cluster", "config"));
        Assert.Empty(await host.Runs.GetInventoryAsync(deploy.Id, CancellationToken.None));
    }

    [Fact]
    public async Task NamespaceOfTwoScenarios_KeepsItsLabelsUntilTheLastIsTornDown()
    {
        await TheirsAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "own-labels" } });
        await WriteAsync("own-labels-a", "own-labels");
        await WriteAsync("own-labels-b", "own-labels");
        await host.RunAsync("own-labels-a", RunAction.Deploy);
        await host.RunAsync("own-labels-b", RunAction.Deploy);

        Succeeded(await host.RunAsync("own-labels-a", RunAction.Teardown));

        Assert.Equal("yes", await LabelAsync());

        Succeeded(await host.RunAsync("own-labels-b", RunAction.Teardown));

        Assert.Null(await LabelAsync());

        async Task<string?> LabelAsync() => (await GetAsync("v1", "Namespace", null, "own-labels"))!["metadata"]!["labels"]?["inject"]?.GetValue<string>();
    }

    private static void Succeeded(Run run) => Assert.True(run.Status == RunStatus.Succeeded, $"{run.Action} of {run.Scenario}: {run.Error} {string.Join("; ", run.Steps.Select(step => step.Error))}");

    private static JsonObject Theirs(string apiVersion, string kind, string @namespace, string name)
    {
        var theirs = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = @namespace,
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "Helm" },
                ["annotations"] = new JsonObject { ["meta.helm.sh/release-name"] = "theirs", ["meta.helm.sh/release-namespace"] = @namespace },
            },
        };
        if (kind == "PersistentVolumeClaim")
        {
            theirs["spec"] = JsonNode.Parse("""{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}""");
        }

        return theirs;
    }

    private Task TheirsAsync(JsonObject resource) => host.Demo.ApplyAsync(resource, new ApplyOptions("somebody"), CancellationToken.None);

    private Task InstallAsync(string space) => host.Demo.SendRawAsync(
        HttpMethod.Put, $"/simulation/v1/releases/{space}/istio-base", new JsonObject { ["chart"] = "base", ["version"] = "1.30.3", ["values"] = new JsonObject() }, CancellationToken.None);

    private Task WriteReleaseAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: base
          title: Definitions
          helm: { release: istio-base, repo: "https://istio-release.storage.googleapis.com/charts", chart: base, version: 1.30.3, namespace: {{name}} }
        """);

    private Task WriteAsync(string name, string space) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{space}}, labels: { inject: "yes" } }
        - id: config
          title: Config
          apply: [config.yaml]
        """, "", ("config.yaml", TestManifests.ConfigMap(space, "config", "x")));

    private Task<JsonObject?> GetAsync(string apiVersion, string kind, string? @namespace, string name) =>
        host.Demo.GetAsync(new ObjectRef(apiVersion, kind, @namespace, name), CancellationToken.None);
}
