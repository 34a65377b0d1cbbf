using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>The federation scenario on the three demo clusters: deployed, deployed again, verified and torn down.</summary>
public sealed class FederationScenarioTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Name = "multi-cluster-federation";
    private static readonly Dictionary<string, string> Clusters = new() { ["hub"] = "demo", ["east"] = "demo-east", ["west"] = "demo-west" };

    [Theory]
    [InlineData("liqo")]
    [InlineData("admiralty")]
    public async Task Scenario_OnDemoClusters_DeploysVerifiesAndLeavesNothing(string path)
    {
        Install();
        var before = await NamesAsync();

        var deploy = await RunAsync(RunAction.Deploy, path);
        var deployed = await VersionsAsync();
        var again = await RunAsync(RunAction.Deploy, path);
        var after = await VersionsAsync();
        await RunAsync(RunAction.Verify, path);
        await RunAsync(RunAction.Teardown, path);

        Assert.All(deploy.Steps.SelectMany(step => step.Evidence), evidence => Assert.True(evidence.Held, evidence.Title));
        Assert.Equal(deploy.Steps.Select(step => step.Status), again.Steps.Select(step => step.Status));
        Assert.Equal(deployed, after);
        Assert.Equal(before, await NamesAsync());
    }

    private void Install()
    {
        Copy(Path.Combine(ScenarioFolder.Shipped, Name), Path.Combine(host.Folder, "scenarios", Name));
        Copy(Path.Combine(ScenarioFolder.Shipped, "shared"), Path.Combine(host.Folder, "scenarios", "shared"));
        Copy(Path.Combine(ScenarioFolder.Shipped, "..", "docs", "roadmap"), Path.Combine(host.Folder, "roadmap"));
        var catalogue = host.Services.GetRequiredService<ScenarioCatalogue>();
        catalogue.Reload();
        Assert.True(catalogue.Find(Name) is not null, string.Join('\n', catalogue.ProblemsOf(Name)));
    }

    private async Task<Run> RunAsync(RunAction action, string path)
    {
        var parameters = action == RunAction.Teardown ? [] : new Dictionary<string, string> { ["path"] = path };
        var started = await host.Runs.StartAsync(new RunRequest(Name, action, Clusters, parameters, "test"), TestContext.Current.CancellationToken);
        var run = await host.EndedAsync(started.Id);
        Assert.True(run.Status == RunStatus.Succeeded, $"{action} of {path}: {run.Error}\n{string.Join('\n', run.Steps.Select(step => step.Error).OfType<string>())}\n{await host.LogAsync(run.Id)}");
        return run;
    }

    /// <summary>Uid and generation of what people wrote down, so that whatever was made anew or changed shows.</summary>
    private async Task<List<string>> VersionsAsync()
    {
        var versions = new List<string>();
        foreach (var cluster in Clusters.Values)
        {
            foreach (var (apiVersion, kind) in new[] { ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("v1", "Secret"), ("v1", "Pod"), ("v1", "Namespace"), ("v1", "ServiceAccount") })
            {
                versions.AddRange((await ListAsync(cluster, apiVersion, kind)).Where(one => one["type"]?.ToString() != "helm.sh/release.v1")
                    .Select(one => $"{cluster} {kind} {one["metadata"]!["namespace"]} {one["metadata"]!["name"]} {one["metadata"]!["uid"]} {one["metadata"]!["generation"]}"));
            }
        }

        return versions;
    }

    private async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        foreach (var cluster in Clusters.Values)
        {
            foreach (var (apiVersion, kind) in new[] { ("v1", "Namespace"), ("v1", "Node"), ("v1", "Pod") })
            {
                names.AddRange((await ListAsync(cluster, apiVersion, kind)).Select(one => $"{cluster} {kind} {one["metadata"]!["namespace"]} {one["metadata"]!["name"]}"));
            }
        }

        return names;
    }

    private Task<IReadOnlyList<System.Text.Json.Nodes.JsonObject>> ListAsync(string cluster, string apiVersion, string kind) =>
        host.Services.GetRequiredService<ClusterCatalogue>().Connect(cluster).ListAsync(apiVersion, kind, null, null, TestContext.Current.CancellationToken);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
