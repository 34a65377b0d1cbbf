using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Runs;
using MeshLab.Web.Components;
using MeshLab.Web.Layout.Notices;
using MeshLab.Web.Pages.Checklist;
using MeshLab.Web.Pages.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

public sealed class RunViewsTests(RunHost host) : IClassFixture<RunHost>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(12, 10.0, "2.0 s longer than usual")]
    [InlineData(6, 10.0, "4.0 s shorter than usual")]
    [InlineData(11, 10.0, "as usual")]
    [InlineData(1, 0.5, "as usual")]
    [InlineData(5, null, null)]
    public void Difference_FromTheUsualTime_CountsFromASecondAndAFifth(double taken, double? usual, string? expected) =>
        Assert.Equal(expected, StepTime.Difference(TimeSpan.FromSeconds(taken), usual is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    [Fact]
    public async Task Timeline_PutsEachStepWhereItWasAndSaysWhatIsUsual()
    {
        await using var context = Context(new FakeTimeProvider(Start.AddSeconds(20)));
        var usual = new UsualTimes([new PastRun(TimeSpan.FromSeconds(40), new Dictionary<string, (TimeSpan, TimeSpan)> { ["a"] = (TimeSpan.Zero, TimeSpan.FromSeconds(5)) })]);

        var view = context.Render<RunTimeline>(parameters => parameters.Add(one => one.Run, Run(RunStatus.Running,
            Step("a", StepStatus.Succeeded, 0, 10),
            Step("b", StepStatus.Running, 10, null),
            Step("c", StepStatus.Pending, null, null))).Add(one => one.Usual, usual));

        var rows = view.FindAll("tbody tr");
        Assert.Equal("left: 0%; width: 25%", rows[0].QuerySelector(".timeline-bar")!.GetAttribute("style"));
        Assert.Equal("left: 0%; width: 12.5%", rows[0].QuerySelector(".timeline-usual")!.GetAttribute("style"));
        Assert.Equal("left: 25%; width: 25%", rows[1].QuerySelector(".timeline-bar")!.GetAttribute("style"));
        Assert.Null(rows[2].QuerySelector(".timeline-bar"));
        Assert.Contains("5.0 s longer than usual", rows[0].TextContent);
        Assert.Contains("one earlier run", view.Markup);
    }

    [Fact]
    public async Task Steps_SkippedNeighbours_TakeOneLineUntilOneIsSelected()
    {
        await using var context = Context();
        string? selected = null;

        var view = context.Render<RunStepList>(parameters => parameters
            .Add(one => one.Steps, [Step("a", StepStatus.Skipped, null, null), Step("b", StepStatus.Skipped, null, null), Step("c", StepStatus.Succeeded, 0, 1), Step("d", StepStatus.Skipped, null, null)])
            .Add(one => one.OnSelect, EventCallback.Factory.Create<string>(this, id => selected = id)));

        Assert.Equal("2 steps skipped", view.Find("summary").TextContent);
        Assert.False(view.Find("details").HasAttribute("open"));
        Assert.Equal(2, view.FindAll("details .step-head").Count);
        Assert.Equal(4, view.FindAll(".step-head").Count);
        view.FindAll(".step-head")[1].Click();
        Assert.Equal("b", selected);
        view.Render(parameters => parameters.Add(one => one.Selected, "b"));
        Assert.True(view.Find("details").HasAttribute("open"));
    }

    [Fact]
    public async Task RemainingTime_CountsDownAndNamesItsSource()
    {
        var clock = new FakeTimeProvider(Start.AddSeconds(10));
        await using var context = Context(clock);
        var usual = new UsualTimes([new PastRun(TimeSpan.FromSeconds(30), new Dictionary<string, (TimeSpan, TimeSpan)>())]);
        var view = context.Render<RemainingTime>(parameters => parameters.Add(one => one.Run, Run(RunStatus.Running)).Add(one => one.Usual, usual));
        Assert.Equal("about 20 s left, by one earlier run", view.Find(".remaining").TextContent);

        clock.Advance(TimeSpan.FromSeconds(5));
        view.WaitForAssertion(() => Assert.Equal("about 15 s left, by one earlier run", view.Find(".remaining").TextContent));

        clock.Advance(TimeSpan.FromSeconds(60));
        view.WaitForAssertion(() => Assert.Equal("longer than one earlier run", view.Find(".remaining").TextContent));
    }

    [Fact]
    public async Task FailurePanel_SaysWhatWhyAndWhatToDo()
    {
        await using var context = Context();
        string? asked = null;
        var failed = Step("web", StepStatus.Failed, 0, 9) with { Error = "Pod shop/web-1: ImagePullBackOff: Back-off pulling image", Attempts = 2 };

        var panel = context.Render<FailurePanel>(parameters => parameters
            .Add(one => one.Run, Run(RunStatus.Failed, Step("space", StepStatus.Succeeded, 0, 1), failed) with { Error = "Step web failed." })
            .Add(one => one.OnShowLog, step => asked = step));
        panel.Find(".failure-log").Click();

        Assert.Contains("Step 2 of 2, “web”, failed on demo after 2 attempts", panel.Find("h2").TextContent);
        Assert.Contains("ImagePullBackOff", panel.Find("pre").TextContent);
        Assert.Contains("A node could not pull an image", panel.FindAll("li")[0].TextContent);
        Assert.Contains("goes on at the first step that did not succeed", panel.FindAll("li")[^1].TextContent);
        Assert.Equal("web", asked);
    }

    [Fact]
    public void Advice_ForACheckThatDidNotHold_PointsToWhatWasExpected()
    {
        var step = Step("check", StepStatus.Failed, 0, 9) with { Error = "Share: 0.5", Evidence = [new StepEvidence("Share", false, "0.5, expected 0.1")] };

        Assert.Contains("What was found for “Share”", FailureAdvice.For(Run(RunStatus.Failed, step), step)[0].Text);
    }

    [Fact]
    public async Task Evidence_WithFigures_ShowsThemWithTheirBoundsAndLinksToTheLogLine()
    {
        await using var context = Context();
        var evidence = new StepEvidence("A tenth goes to v2", false, "v2 20 of 100")
        {
            LogLine = 214,
            Figures = [new EvidenceFigure("v2", 20, "%", 5, 15, "20 of 100", false), new EvidenceFigure("p99", 0.25, "s", null, 0.5, null, true)],
            Output = "backend v1",
        };

        var view = context.Render<EvidenceView>(parameters => parameters.Add(one => one.Evidence, evidence).Add(one => one.RunId, 7).Add(one => one.Open, true));

        var figures = view.FindAll(".evidence-figure");
        Assert.Equal(["v2", "20\u00A0%", "20 of 100", "expected 5 to 15\u00A0%"], figures[0].Children.Select(one => one.TextContent));
        Assert.Equal(["p99", "0.25\u00A0s", "expected at most 0.5\u00A0s"], figures[1].Children.Select(one => one.TextContent));
        Assert.True(figures[0].ClassList.Contains("evidence-unmet"));
        Assert.Equal("/runs/7?line=214", view.Find(".evidence-line").GetAttribute("href"));
        Assert.False(view.Find("details").HasAttribute("open"));
        Assert.Contains("did not hold", view.Find(".evidence-title").TextContent);
    }

    [Fact]
    public async Task Evidence_OfAnObject_ShowsItsPartAndOfAnOldRunTheSentenceAlone()
    {
        await using var context = Context();
        var evidence = new StepEvidence("Two replicas", true, "Deployment shop/web: spec") { Object = new("Deployment shop/web", "{\n  \"kind\": \"Deployment\"\n}") };

        var view = context.Render<EvidenceView>(parameters => parameters.Add(one => one.Evidence, evidence).Add(one => one.RunId, 7).Add(one => one.Open, true));

        Assert.True(view.Find("details").HasAttribute("open"));
        Assert.Contains("\"kind\": \"Deployment\"", view.Find("pre").TextContent);
        Assert.Equal("Deployment shop/web: spec", view.Find(".evidence-found").TextContent);
        Assert.Empty(view.FindAll("a"));
    }

    [Fact]
    public async Task Evidence_OfATask_IsThatOfItsRunAndTheSentenceAloneWhenTheRunFoundOtherwise()
    {
        await host.WriteScenarioAsync("views-evidence", """
            - id: space
              title: Namespace
              namespace: { name: views-evidence }
              verify:
                - title: The namespace is there
                  assert: { apiVersion: v1, kind: Namespace, metadata: { name: views-evidence } }
            """);
        var run = await host.RunAsync("views-evidence", RunAction.Deploy);
        var found = Assert.Single(run.Steps[0].Evidence);
        await using var context = Context();

        var told = context.Render<TaskEvidence>(parameters => parameters.Add(one => one.Told, $"{found.Title}: {found.Found}").Add(one => one.RunId, run.Id));
        var otherwise = context.Render<TaskEvidence>(parameters => parameters.Add(one => one.Told, "Something else").Add(one => one.RunId, run.Id));

        told.WaitForAssertion(() => Assert.Equal($"/runs/{run.Id}?line={found.LogLine}", told.Find(".evidence-line").GetAttribute("href")));
        Assert.Contains("\"name\": \"views-evidence\"", told.Find("pre").TextContent);
        otherwise.WaitForAssertion(() => Assert.Equal("Something else", otherwise.Find("pre").TextContent));
        Assert.Empty(otherwise.FindAll(".evidence"));
    }

    [Fact]
    public async Task Objects_OfARun_ShowPodsAndOpenTheirLog()
    {
        await WriteAsync("views-shop");
        var run = await host.RunAsync("views-shop", RunAction.Deploy);
        await using var context = Context();
        var page = context.Render<RunPage>(parameters => parameters.Add(one => one.Id, run.Id));
        page.WaitForAssertion(() => Assert.Contains("Objects", page.Markup));
        await TabAsync(page, "Objects");
        page.WaitForAssertion(() => Assert.Contains("1 of 1 pods healthy", page.Find(".tree").TextContent), TimeSpan.FromSeconds(10));

        await page.InvokeAsync(() => page.Find(".tree-log").Click());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".pod-log-line")), TimeSpan.FromSeconds(20));
        Assert.StartsWith("demo/views-shop/web-", page.FindComponent<PodLog>().Instance.First);
    }

    [Fact]
    public async Task Notice_OfALongRunThatEnds_IsShownOnOtherPagesOnly()
    {
        await WriteAsync("views-notice");
        var run = await host.RunAsync("views-notice", RunAction.DryRun);
        await using var context = Context();
        var notices = context.Render<RunNotices>();
        var messages = context.Services.GetRequiredService<ISnackbar>();

        // Too short a run is no news.
        context.Services.GetRequiredService<ChangeFeed>().Publish(new RunEnded(run.Id));
        Assert.False(await Eventually.BecomesTrueAsync(() => Task.FromResult(messages.ShownSnackbars.Any()), 1));

        await host.MakeLastAsync(run.Id, TimeSpan.FromMinutes(1));
        context.Services.GetRequiredService<ChangeFeed>().Publish(new RunEnded(run.Id));
        await Eventually.TrueAsync(() => Task.FromResult(messages.ShownSnackbars.Count() == 1), "the notice is shown");

        messages.Clear();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{run.Id}");
        context.Services.GetRequiredService<ChangeFeed>().Publish(new RunEnded(run.Id));
        Assert.False(await Eventually.BecomesTrueAsync(() => Task.FromResult(messages.ShownSnackbars.Any()), 1));
        notices.Dispose();
    }

    private static Task TabAsync(IRenderedComponent<RunPage> page, string name) =>
        page.InvokeAsync(() => page.FindAll("[role=tab]").First(tab => tab.TextContent.Trim() == name).Click());

    private static RunStep Step(string id, StepStatus status, int? from, int? to) => new(
        id, id, "demo", status, 1, from is { } began ? Start.AddSeconds(began) : null, to is { } ended ? Start.AddSeconds(ended) : null, null, null, []);

    private static Run Run(RunStatus status, params RunStep[] steps) => new(
        9, "shop", RunAction.Deploy, status, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "test", Start, Start,
        status == RunStatus.Running ? null : Start.AddSeconds(30), null, null, true, steps);

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

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: web
          title: Web
          apply: [web.yaml]
        - id: ready
          title: Ready
          wait: { for: rollout, resource: deployment/web, namespace: {{name}} }
        """, "", ("web.yaml", TestManifests.Deployment(name, "web")));
}
