using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ThemeTests(BrowserFixture browser)
{
    [Fact]
    public async Task Theme_Chosen_WinsOverTheSystemsAndIsRemembered()
    {
        await using var visitor = await browser.VisitAsync("light");
        await visitor.OpenAsync("/decide");

        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Theme: System" }).ClickAsync();
        await visitor.Page.GetByText("Dark", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var answer = await visitor.Page.GotoAsync("/documents");

        Assert.Contains("data-theme=\"dark\"", await answer!.TextAsync(), StringComparison.Ordinal);
        visitor.AssertNoFaults();
    }
}
