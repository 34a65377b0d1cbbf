using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>The page of a run: where time went, what stands on the cluster, what its pods say, and that its end is noticed.</summary>
public sealed class RunPageTests(BrowserFixture browser)
{
    private const float RunDeadlineMilliseconds = 3 * 60_000;

    [Fact]
    public async Task RunPage_OfTwoDeploys_ComparesTimesAndLeadsToThePods()
    {
        using var scenarios = new ScenarioStore();
        scenarios.Write("page-shop", seconds: 16);
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: scenarios.Folder);
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;
        await DeployAsync(visitor);
        await Assertions.Expect(page.GetByText("remaining time unknown: no earlier run to go by")).ToBeVisibleAsync();
        await EndedAsync(page);

        await DeployAsync(visitor);
        await Assertions.Expect(page.Locator(".remaining")).ToContainTextAsync("by one earlier run", new LocatorAssertionsToContainTextOptions { Timeout = RunDeadlineMilliseconds });
        await visitor.PictureAsync("run-with-remaining-time");
        await AskForNoticesAndLookAwayAsync(page);
        await EndedAsync(page);
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^✓ Run"));
        Assert.Equal("Run 2 succeeded", await page.EvaluateAsync<string>("() => window.notices[0]"));
        await page.EvaluateAsync("() => { Object.defineProperty(document, 'hidden', { value: false, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }");
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Run"));

        await TabAsync(page, "Timeline");
        await Assertions.Expect(page.Locator(".timeline-bar").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".timeline-usual").First).ToBeVisibleAsync();
        await visitor.PictureAsync("run-timeline");
        await visitor.AssertAccessibleAsync();

        await TabAsync(page, "Objects");
        await Assertions.Expect(page.Locator(".tree")).ToContainTextAsync("pods healthy");
        await visitor.PictureAsync("run-objects");
        await visitor.AssertAccessibleAsync();
        await page.Locator(".tree-log").First.ClickAsync();
        await Assertions.Expect(page.Locator(".pod-log-line").First).ToBeVisibleAsync();
        await visitor.PictureAsync("run-pod-log");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoFaults();

        async Task DeployAsync(Visitor who)
        {
            await who.OpenAsync("/scenarios/page-shop");
            await page.Locator(".deploy-primary").ClickAsync();
            await page.ComesToAsync("**/runs/*");
        }
    }

    [Fact]
    public async Task RunPage_OfAFailedRun_SaysWhatToDoAndLeadsToTheLog()
    {
        using var scenarios = new ScenarioStore();
        scenarios.Write("page-shop", seconds: 1, holds: false);
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: scenarios.Folder);
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;
        await visitor.OpenAsync("/scenarios/page-shop");
        await page.Locator(".deploy-primary").ClickAsync();

        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("What to do", new LocatorAssertionsToContainTextOptions { Timeout = RunDeadlineMilliseconds });
        await visitor.PictureAsync("run-failed");
        await visitor.AssertAccessibleAsync();
        await TabAsync(page, "Timeline");
        await page.Locator(".failure-log").ClickAsync();

        await Assertions.Expect(page.Locator(".log-line").First).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }

    private static Task EndedAsync(IPage page) => Assertions.Expect(page.Locator(".run-facts .status-chip").First)
        .ToHaveTextAsync("Succeeded", new LocatorAssertionsToHaveTextOptions { Timeout = RunDeadlineMilliseconds });

    private static Task TabAsync(IPage page, string name) => page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    /// <summary>Headless Chromium shows no notification and is always looked at, so both are stood in for.</summary>
    private static async Task AskForNoticesAndLookAwayAsync(IPage page)
    {
        await page.EvaluateAsync(
            """
            () => {
              window.notices = [];
              window.Notification = class {
                static permission = "default";
                static async requestPermission() { return this.permission = "granted"; }
                constructor(title) { window.notices.push(title); }
                close() {}
              };
            }
            """);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Notify me when long runs end" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Do not notify me when long runs end" })).ToBeVisibleAsync();
        Assert.Equal("on", await page.EvaluateAsync<string>("() => localStorage.getItem('meshlab-run-notices')"));
        await page.EvaluateAsync("() => Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
    }
}
