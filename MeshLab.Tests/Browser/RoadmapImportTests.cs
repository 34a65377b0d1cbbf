using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
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

        await page.WaitForURLAsync("**/checklist?roadmap=own-plan");
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "My own task" }).CheckAsync();
        await Assertions.Expect(page.GetByText("1 of 2 tasks done")).ToBeVisibleAsync();
        await visitor.PictureAsync("checklist-imported");
        await visitor.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "Roadmap" }).SelectOptionAsync("shipped");
        await page.WaitForURLAsync("**/checklist");
        await Assertions.Expect(page.GetByText("0 of 163 tasks done")).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }
}
