using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs;
using MeshLab.Web.Components;
using MeshLab.Web.Pages.Runs;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

/// <summary>How an inventory is, as the pages show it.</summary>
public sealed class HealthViewsTests(RunHost host) : IClassFixture<RunHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Summary_AndTable_ShowWhatIsHealthyChangedAndGone_AndWhatIsNotWatched()
    {
        await host.WriteScenarioAsync("view-health", """
            - id: space
              title: Namespace
              namespace: { name: view-health }
            - id: maps
              title: Maps
              apply: [one.yaml, two.yaml]
            - id: tool
              title: Tool
              cli: { tool: no-such-tool, args: [] }
            """, "tools:\n  - { name: no-such-tool }", ("one.yaml", TestManifests.ConfigMap("view-health", "one", "x")), ("two.yaml", TestManifests.ConfigMap("view-health", "two", "x")));
        var run = await host.RunAsync("view-health", RunAction.Deploy);
        await host.Demo.ApplyAsync(new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "one", ["namespace"] = "view-health" }, ["data"] = new System.Text.Json.Nodes.JsonObject { ["value"] = "y" } }, new ApplyOptions("somebody", Force: true), Token);
        await host.Demo.DeleteAsync(new ObjectRef("v1", "ConfigMap", "view-health", "two"), DeletionPropagation.Background, Token);
        await using var context = Context();
        var items = await host.Runs.GetInventoryAsync(run.Id, Token);

        var summary = context.Render<HealthSummary>(parameters => parameters.Add(one => one.RunId, run.Id));
        var table = context.Render<InventoryTable>(parameters => parameters.Add(one => one.RunId, run.Id).Add(one => one.Items, items));

        summary.WaitForAssertion(() => Assert.Equal(["1 missing", "1 drifted", "1 healthy"], summary.FindAll(".status-chip").Select(chip => chip.TextContent.Trim())), Patience);
        Assert.Equal(["status-error", "status-warning", "status-success"], summary.FindAll(".status-chip").Select(chip => chip.ClassList[1]));
        table.WaitForAssertion(() => Assert.Equal(
            ["Healthy", "Drifted", "Missing"], table.FindAll("tbody .status-chip").Select(chip => chip.TextContent.Trim())), Patience);
        Assert.Contains("data.value is \"y\", the scenario has \"x\"", table.Find("tbody").TextContent, StringComparison.Ordinal);
        table.WaitForAssertion(() => Assert.Equal("Not watched for changes: what no-such-tool does in step tool.", table.Find(".inventory-note").TextContent), Patience);
    }

    [Fact]
    public async Task Table_OfATeardown_SaysThatItOwnsNothing()
    {
        await using var context = Context();

        var table = context.Render<InventoryTable>(parameters => parameters.Add(one => one.RunId, 0).Add(one => one.Items, []).Add(one => one.Teardown, true));

        Assert.Contains("A teardown owns nothing", table.Find(".inventory-empty").TextContent, StringComparison.Ordinal);
    }

    private BunitContext Context()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton(host.Services.GetRequiredService<ChangeFeed>());
        context.Services.AddSingleton(host.Runs);
        return context;
    }
}
