using System.Text.Json.Nodes;
using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Storage.Postgres;
using MeshLab.Web.Pages.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Runs.Queue;

/// <summary>Two MeshLabs on one PostgreSQL database: what one carries out is seen and stopped at the other.</summary>
public sealed class SharedRunsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RunHost _first = new() { OnPostgres = true };
    private RunHost _second = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        _second = new RunHost
        {
            Shared = _first.Source,
            Configure = options =>
            {
                options.DemoCluster = false;
                options.Kubeconfig = Path.Combine(_first.Folder, "data", "demo-kubeconfig.yaml");
                options.ScenariosDirectory = Path.Combine(_first.Folder, "scenarios");
            },
        };
        await _second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Cancel_AskedOfTheProcessThatDoesNotCarryTheRunOut_StopsIt()
    {
        var run = await StartWaitingAsync("shared-cancel");
        var (owner, other) = await SidesAsync(run);

        Assert.True(await other.Runs.CancelAsync(run, Token));

        var ended = await other.EndedAsync(run);
        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Cancelled, StepStatus.Pending], ended.Steps.Select(step => step.Status));
        Assert.Contains("Cancelled", await owner.LogAsync(run), StringComparison.Ordinal);

        // Whatever the step waited for comes too late.
        await SignalAsync("shared-cancel");
        Assert.False(await Eventually.BecomesTrueAsync(async () => (await owner.Runs.GetAsync(run, Token))!.Steps[2].Attempts > 0, 1));
        Assert.False(await owner.Runs.CancelAsync(run, Token));
    }

    [Fact]
    public async Task Page_OfTheProcessThatDoesNotCarryTheRunOut_ShowsStepsAndLinesAsTheyCome()
    {
        var run = await StartWaitingAsync("shared-page");
        var (_, other) = await SidesAsync(run);
        await using var context = Context(other);
        var page = context.Render<RunPage>(parameters => parameters.Add(one => one.Id, run));
        page.WaitForAssertion(() => Assert.Contains("1 of 3 steps done; now: Signal", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.True(Lines(page) > 0), Patience);
        var before = Lines(page);

        await SignalAsync("shared-page");

        page.WaitForAssertion(() => Assert.Contains("3 of 3 steps done", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("Succeeded", page.Find(".run-facts").TextContent, StringComparison.Ordinal), Patience);
        var log = await other.Runs.GetLogAsync(run, 0, 1_000, Token);
        page.WaitForAssertion(() => Assert.Equal(log.Count, Lines(page)), Patience);
        Assert.True(before < log.Count);
        Assert.Equal($"Run {run} succeeded", log[^1].Text);
    }

    [Fact]
    public async Task Run_OfAProcessThatEnds_IsGoneOnWithByTheOther_WhichSaysWhoItWas()
    {
        var run = await StartWaitingAsync("shared-takeover");
        var (owner, other) = await SidesAsync(run);

        // The other has the demo cluster of the first, so only one of them can be stopped in earnest; a lease that ran out is the same to the rest.
        await PostgresServer.ExecuteAsync(owner.Source, $"UPDATE runs SET owner = 'elsewhere/4711/gone/0' WHERE id = {run}");
        await SignalAsync("shared-takeover");

        var ended = await other.EndedAsync(run);
        Assert.True(ended.Status == RunStatus.Succeeded, await other.LogAsync(run));
        Assert.Matches("MeshLab's process 4711 on elsewhere has ended or cannot reach the database, and its process [0-9]+ on [^ ]+ has taken the run over; resuming at step signal", await other.LogAsync(run));
        Assert.DoesNotContain("MeshLab was restarted", await other.LogAsync(run), StringComparison.Ordinal);
    }

    private static int Lines(IRenderedComponent<RunPage> page) => int.Parse(page.Find(".log-count").TextContent.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static BunitContext Context(RunHost host)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton(host.Services.GetRequiredService<ChangeFeed>());
        context.Services.AddSingleton(host.Runs);
        context.Services.AddSingleton(host.Services.GetRequiredService<RunHistory>());
        context.Services.AddSingleton(host.Services.GetRequiredService<RunObjects>());
        context.Services.AddSingleton(host.Services.GetRequiredService<ClusterCatalogue>());
        return context;
    }

    /// <summary>Starts a run that waits in its second step of three.</summary>
    private async Task<long> StartWaitingAsync(string name)
    {
        await _first.WriteScenarioAsync(name, $$"""
            - id: space
              title: Namespace
              namespace: { name: {{name}} }
            - id: signal
              title: Signal
              wait: { for: exists, resource: configmap/signal, namespace: {{name}} }
              timeout: 60s
            - id: after
              title: After
              apply: [after.yaml]
            """, "", ("after.yaml", TestManifests.ConfigMap(name, "after", "x")));
        _second.Services.GetRequiredService<ScenarioCatalogue>().Reload();
        var run = await _second.StartAsync(name, RunAction.Deploy);
        await _first.UntilAsync(run.Id, one => one.Steps[1].WaitsFor is not null);
        return run.Id;
    }

    /// <summary>The one that carries the run out, and the other.</summary>
    private async Task<(RunHost Owner, RunHost Other)> SidesAsync(long run)
    {
        await using var database = await _first.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(Token);
        var owner = await database.Set<RunRow>().Where(row => row.Id == run).Select(row => row.Owner).SingleAsync(Token);
        return owner == _first.Services.GetRequiredService<ProcessLeases>().Owner ? (_first, _second) : (_second, _first);
    }

    private Task SignalAsync(string name) => _first.Demo.ApplyAsync(
        new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "signal", ["namespace"] = name } }, new ApplyOptions("somebody"), Token);
}
