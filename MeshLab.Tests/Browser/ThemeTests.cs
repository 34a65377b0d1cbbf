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

    [Fact]
    public async Task Charts_OnALargeScreen_HaveTextAsLargeAsThePages()
    {
        const string TextIs = "size => { const text = document.querySelector('#what-if-cost .xtick text'); return text !== null && getComputedStyle(text).fontSize === size; }";
        await using var visitor = await browser.VisitAsync(width: 3840, height: 2160);
        await visitor.OpenAsync("/compare");
        await visitor.WaitUntilDrawnAsync();

        await visitor.Page.WaitForFunctionAsync(TextIs, "15px");
        await visitor.Page.SetViewportSizeAsync(1280, 900);
        await visitor.Page.WaitForFunctionAsync(TextIs, "12px");
        visitor.AssertNoFaults();
    }
}
