using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>The GitOps paths of the shipped federation scenario, run on the demo clusters: deploy, deploy again, verify, teardown.</summary>
public sealed class MultiClusterGitOpsTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Scenario = "multi-cluster-federation";
    private static readonly Dictionary<string, string> Roles = new() { ["hub"] = "demo", ["east"] = "demo-east", ["west"] = "demo-west" };

    [Theory]
    [InlineData("argocd")]
    [InlineData("fleet")]
    public async Task Path_OnDemoClusters_DeploysTwiceVerifiesAndLeavesNothing(string path)
    {
        Load();
        var before = await ObjectsAsync();

        var first = await RunAsync(RunAction.Deploy, path);
        var deployed = await ObjectsAsync();
        var second = await RunAsync(RunAction.Deploy, path);
        var again = await ObjectsAsync();
        await RunAsync(RunAction.Verify, path);
        await RunAsync(RunAction.Teardown, path);

        Assert.Contains(first.Steps, step => step.Id == path && step.Status == StepStatus.Succeeded);
        Assert.DoesNotContain("created", string.Join('\n', (await host.LogAsync(second.Id)).Split('\n').Where(line => !line.Contains("Revision", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal(deployed, again);
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task Token_OfAMember_ReachesNoLogAndNoDatabase()
    {
        Load();
        var run = await RunAsync(RunAction.Deploy, "argocd");
        var secret = await Cluster("demo-east").GetAsync(new ObjectRef("v1", "Secret", "gitops-access", "gitops-hub-token"), TestContext.Current.CancellationToken);
        var encoded = secret!["data"]!["token"]!.GetValue<string>();
        var token = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded));

        var log = await host.LogAsync(run.Id);
        var database = await host.DatabaseTextAsync();
        await RunAsync(RunAction.Teardown, "argocd");

        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, database, StringComparison.Ordinal);
        Assert.DoesNotContain(encoded, database, StringComparison.Ordinal);
    }

    private void Load()
    {
        var target = Path.Combine(host.Folder, "scenarios", Scenario);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ScenarioFolder.Shipped, Scenario), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Path.Combine(ScenarioFolder.Shipped, Scenario), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var shared = Path.Combine(host.Folder, "scenarios", "shared");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ScenarioFolder.Shipped, "shared"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(shared, Path.GetRelativePath(Path.Combine(ScenarioFolder.Shipped, "shared"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        // Task ids are those of the real roadmap.
        File.Copy(Path.Combine(ScenarioFolder.Shipped, "..", "docs", "roadmap", "phase-9.md"), Path.Combine(host.Folder, "roadmap", "test.md"), overwrite: true);
        host.Services.GetRequiredService<MeshLab.Core.Roadmap.RoadmapCatalogue>().Refresh();
        var catalogue = host.Services.GetRequiredService<ScenarioCatalogue>();
        catalogue.Reload();
        Assert.True(catalogue.Find(Scenario) is not null, string.Join('\n', catalogue.ProblemsOf(Scenario)));
    }

    private async Task<Run> RunAsync(RunAction action, string path)
    {
        var started = await host.Runs.StartAsync(new RunRequest(Scenario, action, Roles, new Dictionary<string, string> { ["path"] = path }, "test"), TestContext.Current.CancellationToken);
        var run = await host.EndedAsync(started.Id);
        Assert.True(run.Status == RunStatus.Succeeded, $"{action} {path}\n{string.Join('\n', (await host.LogAsync(run.Id)).Split('\n').TakeLast(60))}");
        return run;
    }

    private ClusterClient Cluster(string name) => host.Services.GetRequiredService<ClusterCatalogue>().Connect(name);

    /// <summary>What is on the clusters, without what comes and goes by itself.</summary>
    private async Task<IReadOnlyList<string>> ObjectsAsync()
    {
        var found = new List<string>();
        foreach (var name in Roles.Values)
        {
            var client = Cluster(name);
            foreach (var type in await client.GetTypesAsync(TestContext.Current.CancellationToken))
            {
                // What the cluster makes by itself comes and goes with time.
                if (type.Kind is "Event" or "Pod" or "PodMetrics" or "ReplicaSet" or "EndpointSlice" or "Endpoints" or "Lease" or "ControllerRevision" || type.Kind.EndsWith("Review", StringComparison.Ordinal))
                {
                    continue;
                }

                found.AddRange((await ListAsync(client, type))
                    .Where(one => one["type"]?.GetValue<string>() != "helm.sh/release.v1")
                    .Select(one => $"{name} {type.Kind} {Text(one, "namespace")}/{Text(one, "name")}"));
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>What discovery remembers may be gone by now.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ListAsync(ClusterClient client, ResourceType type)
    {
        try
        {
            return await client.ListAsync(type.ApiVersion, type.Kind, null, null, TestContext.Current.CancellationToken);
        }
        catch (ClusterException error) when (error.Status == System.Net.HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private static string? Text(JsonObject one, string field) => one["metadata"]?[field]?.GetValue<string>();
}
