using Bunit;
using MeshLab.Core.Audit;
using MeshLab.Web.Pages.Audit;
using Xunit;

namespace MeshLab.Tests.Web.Audit;

public sealed class AuditLogPageTests
{
    private const string Roadmap = "## 9.1 Shop\n\n- [ ] Install app\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Page_OfANewMeshLab_SaysThatNothingIsThereYet()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);

        var page = lab.Context.Render<AuditLogPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing yet", page.Find(".empty-state").TextContent), Deadline);
    }

    [Fact]
    public async Task Page_TaskTicked_ShowsWhoDidWhatAtOnce()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var page = lab.Context.Render<AuditLogPage>();
        page.WaitForElement(".empty-state", Deadline);

        await lab.Roadmap.SetAsync("9.1/install-app", true, null, "ada", default);

        page.WaitForAssertion(() => Assert.StartsWith("roadmap.", page.Find("tbody tr").GetAttribute("data-deed"), StringComparison.Ordinal), Deadline);
        Assert.Equal(5, page.FindAll("tbody td").Count);
    }

    [Fact]
    public async Task Page_Filtered_ShowsAndExportsOnlyThoseDeeds()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        await lab.Get<AuditTrail>().RecordAsync("run.deploy", "run 1 of shop", ["demo"], null, default);
        await lab.Get<AuditTrail>().RecordAsync("setting.change", "prometheus of demo", ["demo"], "by hand", default);
        var page = lab.Context.Render<AuditLogPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), Deadline);

        await page.InvokeAsync(() => page.Find("select").ChangeAsync(new() { Value = "run." }));

        page.WaitForAssertion(() => Assert.Equal("run.deploy", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-deed")), Deadline);
        Assert.Equal("/api/v1/audit.csv?deed=run.&cluster=", page.Find("[data-export=csv]").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_WithMoreThanAPage_ShowsOlderOnesWhenAsked()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        for (var number = 0; number < 105; number++)
        {
            await lab.Get<AuditTrail>().RecordAsync("setting.change", $"setting {number}", null, null, default);
        }

        var page = lab.Context.Render<AuditLogPage>();
        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll("tbody tr").Count), Deadline);

        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Contains("older", StringComparison.Ordinal)).ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal(105, page.FindAll("tbody tr").Count), Deadline);
    }
}
