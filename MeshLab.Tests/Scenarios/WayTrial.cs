using System.Text.RegularExpressions;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Tests.Roadmap;
using MeshLab.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>One way through a scenario on demo clusters of its own: deploy, deploy again, verify, dry run, teardown.</summary>
internal sealed partial class WayTrial(ScenarioWay way) : IAsyncDisposable
{
    private readonly RunHost _host = new()
    {
        Patience = TimeSpan.FromMinutes(5),
        Configure = options => (options.ScenariosDirectory, options.RoadmapDirectory) = (ScenarioFolder.Shipped, Repository.PathTo("docs", "roadmap")),
    };

    /// <summary>Goes the way; fails where something is not as it should be.</summary>
    public async Task GoAsync()
    {
        await _host.InitializeAsync();
        var scenario = _host.Services.GetRequiredService<ScenarioCatalogue>().Find(way.Scenario)!;
        var before = await ObjectsAsync();

        var first = await RunAsync(RunAction.Deploy);
        Assert.Contains(first.Steps, step => step.Status == StepStatus.Succeeded);
        Assert.DoesNotContain(first.Steps, step => step.Status is not (StepStatus.Succeeded or StepStatus.Skipped));
        Assert.All(first.Steps.SelectMany(step => step.Evidence), evidence => Assert.True(evidence.Held, evidence.Found));

        var again = await RunAsync(RunAction.Deploy);
        var changes = await ChangesAsync(scenario, again);
        Assert.True(changes.Count == 0, $"The second deploy changed something:\n{string.Join('\n', changes)}");

        await RunAsync(RunAction.Verify);
        await RunAsync(RunAction.DryRun);
        await RunAsync(RunAction.Teardown);
        var after = await ObjectsAsync(before);
        Assert.True(after.SequenceEqual(before), $"Left: {string.Join(", ", after.Except(before))}. Gone: {string.Join(", ", before.Except(after))}.");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<Run> RunAsync(RunAction action)
    {
        var started = await _host.Runs.StartAsync(new RunRequest(way.Scenario, action, way.Clusters, way.Parameters, "test"), TestContext.Current.CancellationToken);
        var run = await _host.EndedAsync(started.Id);
        Assert.True(run.Status == RunStatus.Succeeded, $"{action}: {run.Error}\n{await _host.LogAsync(run.Id)}");
        return run;
    }

    /// <summary>What a run made or changed, as its log tells. Transient steps make and end their state each time.</summary>
    private async Task<IReadOnlyList<string>> ChangesAsync(Scenario scenario, Run run)
    {
        var lasting = scenario.Steps.Where(step => !step.Transient).Select(step => step.Id).ToHashSet();
        var lines = await _host.Runs.GetLogAsync(run.Id, 0, 10_000, TestContext.Current.CancellationToken);
        return [.. lines.Where(line => lasting.Contains(line.Step ?? "") && Change().IsMatch(line.Text)).Select(line => $"{line.Step}: {line.Text}")];
    }

    /// <summary>Everything in the demo clusters but events. Deleted pods take a moment, so the clusters are asked until they say what is wanted.</summary>
    private async Task<IReadOnlyList<string>> ObjectsAsync(IReadOnlyList<string>? wanted = null)
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30);
        while (true)
        {
            var found = new List<string>();
            foreach (var name in ScenarioWay.DemoClusters)
            {
                var client = _host.Services.GetRequiredService<ClusterCatalogue>().Connect(name);
                foreach (var type in (await client.GetTypesAsync(TestContext.Current.CancellationToken)).Where(type => type.Listable && type.Kind != "Event"))
                {
                    IReadOnlyList<System.Text.Json.Nodes.JsonObject> objects;
                    try
                    {
                        objects = await client.ListAsync(type.ApiVersion, type.Kind, null, null, TestContext.Current.CancellationToken);
                    }
                    catch (ClusterException gone) when (gone.Status == System.Net.HttpStatusCode.NotFound)
                    {
                        // The kind went with the definition that the teardown removed.
                        continue;
                    }

                    found.AddRange(objects.Select(one => $"{name}: {type.Kind} {one["metadata"]!["namespace"]}/{one["metadata"]!["name"]}").Where(text => !Kept().IsMatch(text)));
                }
            }

            found.Sort(StringComparer.Ordinal);
            if (wanted is null || found.SequenceEqual(wanted) || TimeProvider.System.GetUtcNow() > deadline)
            {
                return found;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    // What the charts' makers leave on purpose: definitions (with the data that hangs on them), and the root certificate that istiod hands to every namespace.
    [GeneratedRegex(@": (CustomResourceDefinition /|ConfigMap .*/istio-ca-root-cert$)")]
    private static partial Regex Kept();

    [GeneratedRegex(" (created|configured|installed|upgraded)\\b")]
    private static partial Regex Change();
}
