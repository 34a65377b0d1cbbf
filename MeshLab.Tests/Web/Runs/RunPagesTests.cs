using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs;
using MeshLab.Web.Components;
using MeshLab.Web.Pages.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

public sealed class RunPagesTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task RunPage_ShowsStepsEvidenceAndTheSimulatedBadge()
    {
        await WriteAsync("page-run", "x");
        var run = await host.RunAsync("page-run", RunAction.Deploy);
        await using var context = Context();

        var page = context.Render<RunPage>(parameters => parameters.Add(one => one.Id, run.Id));

        page.WaitForAssertion(() => Assert.Contains("2 of 2 steps done", page.Markup));
        Assert.Equal($"Run {run.Id}: page-run", page.Find("h1").TextContent.Trim());
        Assert.NotEmpty(page.FindComponents<SimulatedBadge>());
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Contains("Tear down", StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Retry");
        Assert.Contains("The value is right", page.Find(".step-evidence").TextContent);
    }

    [Fact]
    public async Task RunPage_OfAFailedRun_ShowsTheErrorAndOffersARetry()
    {
        await WriteAsync("page-failed", "wrong");
        var run = await host.RunAsync("page-failed", RunAction.Deploy);
        await using var context = Context();

        var page = context.Render<RunPage>(parameters => parameters.Add(one => one.Id, run.Id));

        page.WaitForAssertion(() => Assert.Contains("expected \"x\"", page.Find(".step-error").TextContent));
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Contains("Retry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunPage_OfAnUnknownRun_SaysSo()
    {
        await using var context = Context();

        var page = context.Render<RunPage>(parameters => parameters.Add(one => one.Id, 999_999));

        page.WaitForAssertion(() => Assert.Contains("There is no run 999999", page.Markup));
    }

    [Fact]
    public async Task RunsPage_ListsRunsAndHearsOfNewOnes()
    {
        await WriteAsync("page-list", "x");
        var first = await host.RunAsync("page-list", RunAction.DryRun);
        await using var context = Context();
        var page = context.Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Contains($"#{first.Id}", page.Markup));

        var second = await host.RunAsync("page-list", RunAction.DryRun);

        page.WaitForAssertion(() => Assert.Contains($"#{second.Id}", page.Markup), TimeSpan.FromSeconds(10));
        Assert.Contains("Dry run", page.Markup);
        var header = (await host.Runs.ListHeadersAsync("page-list", 1, CancellationToken.None))[0];
        Assert.Equal((second.Id, RunStatus.Succeeded, "demo", 2, 2, null), (header.Id, header.Status, header.Clusters["main"], header.Steps, header.DoneSteps, header.CurrentStep));
    }

    [Fact]
    public async Task LogView_CountsMatches()
    {
        await WriteAsync("page-log", "x");
        var run = await host.RunAsync("page-log", RunAction.DryRun);
        await using var context = Context();
        var view = context.Render<LogView>(parameters => parameters.Add(one => one.RunId, run.Id).Add(one => one.Steps, run.Steps));

        await view.InvokeAsync(() => view.Find("input[type=search]").InputAsync("would be CREATED"));

        view.WaitForAssertion(() => Assert.Equal("1 of 2", view.Find(".log-matches").TextContent), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task LogView_LineThatComesWhileOneTypes_KeepsThePlaceAmongTheMatches()
    {
        await WriteAsync("page-type", "x");
        var run = await host.RunAsync("page-type", RunAction.DryRun);
        var clock = new FakeTimeProvider();
        await using var context = Context(clock);
        var view = context.Render<LogView>(parameters => parameters.Add(one => one.RunId, run.Id).Add(one => one.Steps, run.Steps));
        var typed = view.Find("input[type=search]").InputAsync("e");
        clock.Advance(TimeSpan.FromSeconds(1));
        await typed;
        await view.InvokeAsync(() => view.Find("input[type=search]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" }));
        await view.InvokeAsync(() => view.Find("input[type=search]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" }));
        Assert.StartsWith("3 of ", view.Find(".log-matches").TextContent);

        // More is typed, and before the search for it begins the log has grown and is read again.
        typed = view.Find("input[type=search]").InputAsync("would be CREATED");
        context.Services.GetRequiredService<ChangeFeed>().Publish(new RunLogAppended(run.Id, 1));
        clock.Advance(TimeSpan.FromMilliseconds(150));

        view.WaitForAssertion(() => Assert.Equal("2 of 2", view.Find(".log-matches").TextContent), TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(1));
        await typed;
        Assert.Equal("1 of 2", view.Find(".log-matches").TextContent);
    }

    private BunitContext Context(TimeProvider? clock = null)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(clock ?? TimeProvider.System);
        context.Services.AddSingleton(host.Services.GetRequiredService<ChangeFeed>());
        context.Services.AddSingleton(host.Runs);
        context.Services.AddSingleton(host.Services.GetRequiredService<RunHistory>());
        context.Services.AddSingleton(host.Services.GetRequiredService<RunObjects>());
        context.Services.AddSingleton(host.Services.GetRequiredService<ClusterCatalogue>());
        return context;
    }

    private Task WriteAsync(string name, string value) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: config
          title: Config
          apply: [config.yaml]
          verify:
            - title: The value is right
              timeout: 1s
              assert:
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: config, namespace: {{name}} }
                data: { value: x }
        """, "", ("config.yaml", TestManifests.ConfigMap(name, "config", value)));
}
