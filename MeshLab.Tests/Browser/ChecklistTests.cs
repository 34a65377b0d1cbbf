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
}
