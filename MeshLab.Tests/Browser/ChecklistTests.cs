using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ChecklistTests(BrowserFixture browser)
{
    [Fact]
    public async Task Tick_InOneBrowser_ShowsInTheOtherAtOnceAndSurvivesAReload()
    {
        await using var one = await browser.VisitAsync();
        await using var other = await browser.VisitAsync();
        await one.OpenAsync("/checklist");
        await other.OpenAsync("/checklist");
        var box = one.Page.Locator("[data-task] .task-box:not([data-mixed=true]):not(:checked)").Last;
        var id = (await box.GetAttributeAsync("id"))!;

        await box.CheckAsync();

        var mirrored = other.Page.Locator($"[id='{id}']");
        await Assertions.Expect(mirrored).ToBeCheckedAsync(new LocatorAssertionsToBeCheckedOptions { Timeout = Visitor.DeadlineMilliseconds });
        await one.OpenAsync("/checklist");
        await Assertions.Expect(one.Page.Locator($"[id='{id}']")).ToBeCheckedAsync(new LocatorAssertionsToBeCheckedOptions { Timeout = Visitor.DeadlineMilliseconds });
        one.AssertNoFaults();
        other.AssertNoFaults();
    }

    [Fact]
    public async Task Undo_OfAWholeParent_OpensItsTasksAgainForEverybody()
    {
        const string Parent = "9.0/when-to-use-each";
        await using var one = await browser.VisitAsync();
        await using var other = await browser.VisitAsync();
        await one.OpenAsync("/checklist");
        await other.OpenAsync($"/checklist#{Parent}");
        var mirrored = other.Page.Locator($"[id='box-{Parent}']");
        await one.Page.Locator($"[id='box-{Parent}']").ClickAsync();
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Tick 4 tasks" }).ClickAsync();
        await Assertions.Expect(mirrored).ToBeCheckedAsync();

        await one.Page.Locator(".mud-snackbar", new() { HasText = "Ticked 4 tasks." }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(mirrored).Not.ToBeCheckedAsync();
        await Assertions.Expect(other.Page.Locator($"[id^='box-{Parent}/']:checked")).ToHaveCountAsync(0);
        await Assertions.Expect(one.Page.Locator(".mud-snackbar", new() { HasText = "Undid" })).ToBeVisibleAsync();
        one.AssertNoFaults();
        other.AssertNoFaults();
    }
}
