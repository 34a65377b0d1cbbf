using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture browser)
{
    [Fact]
    public async Task SkipLink_Pressed_MovesFocusToTheContentOfThePage()
    {
        await using var visitor = await browser.VisitAsync();
        await visitor.OpenAsync("/decide");

        await visitor.Page.Locator(".skip-link").FocusAsync();
        await Assertions.Expect(visitor.Page.Locator(".skip-link")).ToBeInViewportAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visitor.Page.Locator("#content")).ToBeFocusedAsync();
        Assert.Equal("/decide", new Uri(visitor.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task MainJob_WithTheKeyboardAlone_TicksATaskAndStartsARun()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;

        await visitor.OpenAsync("/");
        await TabToAsync(page, "a[href='/checklist'].mud-button-root");
        await page.Keyboard.PressAsync("Enter");
        await page.ComesToAsync("**/checklist");
        await visitor.WaitUntilReadyAsync();
        await TabToAsync(page, ".task-box");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".task-box:checked").First).ToBeVisibleAsync();

        await visitor.OpenAsync("/scenarios/istio-tutorial");
        await TabToAsync(page, ".deploy-primary");
        await page.Keyboard.PressAsync("Enter");

        await page.ComesToAsync("**/runs/*");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" })).ToBeVisibleAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Log).Locator(".log-line").First).ToBeVisibleAsync();
        await TabToAsync(page, "[role=log]");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Before anything changes");
        await Assertions.Expect(page.Locator(".run-facts .status-chip").First).ToHaveTextAsync("Succeeded", new LocatorAssertionsToHaveTextOptions { Timeout = 240_000 });

        await visitor.OpenAsync("/measurements");
        await Assertions.Expect(page.GetByRole(AriaRole.Table).First).ToBeAttachedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { NameRegex = new("(?i)sidecar|proxy|application") }).First).ToBeAttachedAsync();
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        const int MostStops = 150;
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached by Tab.");
    }
}
