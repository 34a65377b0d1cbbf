using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
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
}
