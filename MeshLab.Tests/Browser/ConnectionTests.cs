using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

public sealed class ConnectionTests(BrowserFixture browser)
{
    [Fact]
    public async Task Connection_LostAndServerRestarted_SaysSoAndComesBackByItself()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        await visitor.OpenAsync("/decide");
        var dialog = visitor.Page.Locator("#components-reconnect-modal");

        await web.KillAsync();

        await Assertions.Expect(dialog).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Visitor.DeadlineMilliseconds });
        await Assertions.Expect(dialog).ToContainTextAsync("Connection to MeshLab lost");
        await visitor.PictureAsync("reconnecting", fullPage: false);

        await web.StartAsync();

        await Assertions.Expect(dialog).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = Visitor.DeadlineMilliseconds });
        await visitor.WaitUntilReadyAsync();
        await visitor.Page.GetByText("Is Cilium the CNI already?").Locator("xpath=ancestor::fieldset").GetByLabel("Yes").CheckAsync();
        await Assertions.Expect(visitor.Page.Locator(".decide-option")).ToHaveTextAsync("Cilium", new LocatorAssertionsToHaveTextOptions { Timeout = Visitor.DeadlineMilliseconds });
    }

    [Fact]
    public async Task Connection_LostAndServerRestarted_KeepsWhatWasTyped()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;
        await visitor.OpenAsync("/checklist");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("istio");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("istio"));
        await Assertions.Expect(page.Locator(".checklist-found")).ToContainTextAsync("found");
        var row = page.Locator("[data-task]:not(.task-parent)").First;
        var id = (await row.GetAttributeAsync("id"))!;
        await row.Locator("[data-note]").ClickAsync();
        await page.Locator($"[id='{id}'] textarea").FillAsync("half a thou");

        await web.KillAsync();
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Visitor.DeadlineMilliseconds });
        await web.StartAsync();

        var note = page.Locator($"[id='{id}'] textarea");
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = Visitor.DeadlineMilliseconds });
        await Assertions.Expect(note).ToHaveValueAsync("half a thou", new LocatorAssertionsToHaveValueOptions { Timeout = Visitor.DeadlineMilliseconds });
        await page.Locator($"[id='{id}']").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save note" }).ClickAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator($"[id='{id}']")).ToContainTextAsync("half a thou");
    }
}
