using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>A long run on the smallest screen: where it is and its log are in sight, the steps are one key away, and it can be stopped. Somebody else sees it all.</summary>
public sealed class RunOnAPhoneTests(BrowserFixture browser)
{
    [Fact]
    public async Task RunPage_OnASmallScreen_ShowsTheCurrentStepAndTheLogAndIsCancelled()
    {
        using var scenarios = new ScenarioStore();
        scenarios.Write("page-shop", seconds: 600);
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: scenarios.Folder);
        await using var other = await browser.VisitAsync(web);
        await other.OpenAsync("/runs");
        await using var visitor = await browser.VisitAsync(web, width: Visitor.SmallWidth, height: 780);
        var page = visitor.Page;
        await visitor.OpenAsync("/scenarios/page-shop");
        await page.Locator(".deploy-primary").ClickAsync();
        await page.ComesToAsync("**/runs/*");

        // Somebody else sees the run begin.
        var row = other.Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("page-shop") });
        await Assertions.Expect(row).ToContainTextAsync("Running");

        // The strip says where the run is; the steps are out of the way, so the log is in sight.
        var strip = page.Locator(".strip-button");
        var steps = page.Locator(".step-head");
        await Assertions.Expect(strip).ToContainTextAsync(new Regex(@"Step 4 of 5.*Running.*Pause", RegexOptions.Singleline));
        await Assertions.Expect(strip).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(steps.First).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".log-line", new() { HasText = "Step pause" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToBeInViewportAsync();
        await visitor.PictureAsync("run-phone", fullPage: false);
        await visitor.AssertAccessibleAsync();

        // Opened by the keyboard; a chosen step closes the list and leaves the keyboard where it was.
        await strip.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(strip).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(steps).ToHaveCountAsync(5);
        await visitor.PictureAsync("run-phone-steps");
        await visitor.AssertAccessibleAsync();
        await steps.Filter(new() { HasText = "Namespace" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(steps.First).ToBeHiddenAsync();
        await Assertions.Expect(strip).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("Show the lines of one step")).ToHaveValueAsync("space");
        Assert.Equal(Visitor.SmallWidth, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(strip).ToContainTextAsync("Cancelled");
        await Assertions.Expect(row).ToContainTextAsync("Cancelled");

        // The lists have a card for each entry, with every fact in sight, and are tables to a screen reader all the same.
        foreach (var (list, name) in new[] { ("/runs", "Runs"), ("/audit", "Audit log") })
        {
            await visitor.OpenAsync(list);
            var cells = page.GetByRole(AriaRole.Region, new() { Name = name }).GetByRole(AriaRole.Cell);
            await Assertions.Expect(cells.First).ToBeVisibleAsync();
            Assert.Empty(await visitor.FindTooWideAsync());
            Assert.True(await cells.EvaluateAllAsync<bool>("cells => cells.every(cell => cell.getBoundingClientRect().right <= innerWidth)"), $"Not all of {list} is in sight.");
            await visitor.AssertAccessibleAsync();
        }

        await page.GoBackAsync();
        await page.GoBackAsync();
        await visitor.WaitUntilReadyAsync();

        // Turned on its side or opened on a desk, the steps are there.
        await page.SetViewportSizeAsync(1280, 900);
        await Assertions.Expect(steps.First).ToBeVisibleAsync();
        await Assertions.Expect(strip).ToBeHiddenAsync();
        visitor.AssertNoFaults();
        other.AssertNoFaults();
    }
}
