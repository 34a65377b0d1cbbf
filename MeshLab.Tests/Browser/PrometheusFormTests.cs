using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>The form for a cluster's Prometheus on the Clusters page.</summary>
public sealed class PrometheusFormTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 360)]
    public async Task Form_OpenedTestedAndSaved_IsAccessibleAndSaysWhatHappened(string theme, int width)
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web, theme, width);
        await visitor.OpenAsync("/clusters");
        var form = visitor.Page.Locator("[data-cluster=demo] details.prometheus");
        await form.Locator("summary").ClickAsync();
        await form.GetByLabel("Address").FillAsync("http://127.0.0.1:1");
        await form.GetByLabel("Bearer token").FillAsync("secret-of-the-test");

        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Test" }).ClickAsync();
        await Assertions.Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("cannot be asked");
        await visitor.PictureAsync($"prometheus-form-{theme}");
        await visitor.AssertAccessibleAsync();
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();

        await Assertions.Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await Assertions.Expect(form.GetByLabel("Bearer token")).ToHaveValueAsync("");
        await Assertions.Expect(form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" })).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }
}
