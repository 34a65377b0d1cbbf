using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class PaletteTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Palette_ByKeyboardAlone_IsAccessibleGivesFocusBackAndGoesWhereItSays(string theme)
    {
        await using var visitor = await browser.VisitAsync(theme);
        var page = visitor.Page;
        await visitor.OpenAsync("/documents");
        var field = page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { NameRegex = new("Search pages, tasks") });
        await page.Locator("dialog.palette[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        var button = page.Locator("[data-open-palette]");
        await button.FocusAsync();

        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync(Patiently());
        await visitor.PictureAsync($"palette-{theme}", fullPage: false);
        await visitor.AssertAccessibleAsync();

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(field).ToBeHiddenAsync();
        await Assertions.Expect(button).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("mtls");
        await Assertions.Expect(page.Locator(".palette-group-title", new PageLocatorOptions { HasText = "Documents" })).ToBeVisibleAsync(
            new LocatorAssertionsToBeVisibleOptions { Timeout = Visitor.DeadlineMilliseconds });
        await visitor.PictureAsync($"palette-found-{theme}", fullPage: false);
        await visitor.AssertAccessibleAsync();

        await field.FillAsync("deploy istio-tut");
        await Assertions.Expect(page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("Deploy istio-tutorial", new LocatorAssertionsToContainTextOptions { Timeout = Visitor.DeadlineMilliseconds });
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/scenarios/istio-tutorial$"), new PageAssertionsToHaveURLOptions { Timeout = Visitor.DeadlineMilliseconds });
        await Assertions.Expect(field).ToBeHiddenAsync();
        visitor.AssertNoFaults();
    }

    [Fact]
    public async Task Palette_OnAMac_OpensByCommandAndSaysSo()
    {
        await using var visitor = await browser.VisitAsync();
        var page = visitor.Page;
        await page.AddInitScriptAsync("Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })");
        await visitor.OpenAsync("/decide");
        await page.Locator("dialog.palette[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await Assertions.Expect(page.Locator(".palette-button-key")).ToHaveTextAsync("⌘K");

        await page.Keyboard.PressAsync("Meta+k");
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { NameRegex = new("Search pages, tasks") })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Meta+k");

        await Assertions.Expect(page.Locator("dialog.palette")).ToBeHiddenAsync();
        visitor.AssertNoFaults();
    }

    [Fact]
    public async Task Palette_OnASmallScreen_FitsIt()
    {
        await using var visitor = await browser.VisitAsync(width: 360, height: 640);
        await visitor.OpenAsync("/decide");
        await visitor.Page.Locator("dialog.palette[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

        await visitor.Page.Locator("[data-open-palette]").ClickAsync();
        await visitor.Page.Keyboard.TypeAsync("istio");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync(Patiently());
        await visitor.PictureAsync("palette-360", fullPage: false);

        var box = (await visitor.Page.Locator("dialog.palette").BoundingBoxAsync())!;
        Assert.InRange(box.X, 0, 360 - box.Width);
        Assert.InRange(box.Y, 0, 640 - box.Height);
        visitor.AssertNoFaults();
    }

    private static LocatorAssertionsToBeVisibleOptions Patiently() => new() { Timeout = Visitor.DeadlineMilliseconds };
}
