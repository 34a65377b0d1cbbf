using Bunit;
using MeshLab.Core.Runs;
using MeshLab.Web.Pages.Overview;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace MeshLab.Tests.Web.Overview;

public sealed class FirstStepsTests
{
    private const string Roadmap = "## 9.1 Shop\n\n- [ ] Install app\n- [ ] Check app\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Steps_OnAFreshInstall_AreAllOpenAndLeadToTheFirstScenario()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);

        var steps = lab.Context.Render<FirstSteps>();

        steps.WaitForAssertion(() => Assert.Equal("0 of 5 done", steps.Find(".first-steps-count").TextContent), Deadline);
        Assert.Equal("/scenarios/shop", steps.FindAll("a").Single(link => link.TextContent.Trim() == "Deploy shop").GetAttribute("href"));
        Assert.Contains("kind create cluster", steps.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_TaskTickedByHand_TicksTheFirstStepAtOnce()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var steps = lab.Context.Render<FirstSteps>();
        steps.WaitForElement(".first-steps", Deadline);

        await lab.Roadmap.SetAsync("9.1/install-app", true, null, "me", default);

        steps.WaitForAssertion(() => Assert.Equal("Tick a task, done", steps.Find(".guide-done h3").TextContent), Deadline);
        Assert.Equal("1 of 5 done", steps.Find(".first-steps-count").TextContent);
    }

    [Fact]
    public async Task Steps_TaskVerifiedByARun_TicksTheThirdStepAndNotTheFirst()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        await lab.Roadmap.MarkVerifiedAsync(["9.1/install-app"], 1, "it is there", simulated: true, default);

        var steps = lab.Context.Render<FirstSteps>();

        steps.WaitForAssertion(() => Assert.Equal("See it verified, done", steps.Find(".guide-done h3").TextContent), Deadline);
    }

    [Fact]
    public async Task Steps_DeployUnderWay_LeadToItsRun()
    {
        await using var lab = await LabHost.StartAsync(Roadmap, withDemoClusters: true);
        var run = await lab.Get<RunService>().StartAsync(new("shop", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "me"), default);

        var steps = lab.Context.Render<FirstSteps>();

        steps.WaitForAssertion(() => Assert.Equal($"/runs/{run.Id}", steps.FindAll("a").Single(link => link.TextContent.Trim() == $"Watch run {run.Id}").GetAttribute("href")), Deadline);
    }

    [Fact]
    public async Task Steps_RecalledAndHidden_LeaveTheAddressThatRecalledThem()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        lab.Get<NavigationManager>().NavigateTo("/?guide=show");
        var steps = lab.Context.Render<FirstSteps>();
        steps.WaitForElement(".first-steps", Deadline);

        await steps.FindAll("button").Single(button => button.TextContent.Trim() == "Hide").ClickAsync(new());

        Assert.Equal("/", new Uri(lab.Get<NavigationManager>().Uri).PathAndQuery);
    }
}
