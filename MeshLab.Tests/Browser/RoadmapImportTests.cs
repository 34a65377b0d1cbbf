using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

public sealed class RoadmapImportTests(BrowserFixture browser)
{
    [Fact]
    public async Task Import_OfARoadmap_SwitchesToItAndKeepsTicksApart()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;
        await visitor.OpenAsync("/checklist");
        await page.Locator(".roadmap-file").SetInputFilesAsync(new FilePayload
        {
            Name = "own-plan.md",
            MimeType = "text/markdown",
            Buffer = System.Text.Encoding.UTF8.GetBytes("# Own plan\n\n## 1 First\n\n- [ ] My own task\n- [ ] Another one\n"),
        });

        await page.ComesToAsync("**/checklist?roadmap=own-plan");
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "My own task" }).CheckAsync();
        await Assertions.Expect(page.GetByText("1 of 2 tasks done")).ToBeVisibleAsync();
        await visitor.PictureAsync("checklist-imported");
        await visitor.AssertAccessibleAsync();

        // The curve of what was ticked is a chart like every other.
        await page.GetByText("Progress over time").ClickAsync();
        await visitor.WaitUntilDrawnAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take away: Tasks done over time in own-plan" }).ClickAsync();
        var csv = await page.RunAndWaitForDownloadAsync(() => page.Locator(".mud-popover-open .mud-menu-item", new PageLocatorOptions { HasText = "CSV" }).ClickAsync());
        Assert.Equal("meshlab-progress.csv", csv.SuggestedFilename);
        Assert.EndsWith(",1,0,2\r\n", await File.ReadAllTextAsync(await csv.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await visitor.PictureAsync("checklist-progress");
        await visitor.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "Roadmap" }).SelectOptionAsync("shipped");
        await page.ComesToAsync("**/checklist");
        await Assertions.Expect(page.GetByText("0 of 163 tasks done")).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }
}
