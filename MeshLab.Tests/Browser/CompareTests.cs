using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class CompareTests(BrowserFixture browser)
{
    [Fact]
    public async Task WhatIf_SliderAndDownloads_FollowAndCarryTheChart()
    {
        await using var visitor = await browser.VisitAsync();
        var page = visitor.Page;

        await visitor.OpenAsync("/compare");
        await Assertions.Expect(page.Locator("#by-pods .js-plotly-plot .scatterlayer .trace").First).ToBeAttachedAsync();
        await page.Locator("#pods").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/compare\\?pods=5000$"));
        await Assertions.Expect(page.Locator("#what-if-title ~ .split .note").First).ToContainTextAsync("250 nodes");

        foreach (var (item, ending) in new[] { ("PNG image", ".png"), ("SVG image", ".svg"), ("CSV", ".csv") })
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take away: The mesh over the number of pods" }).ClickAsync();
            var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".mud-menu-item", new PageLocatorOptions { HasText = item }).ClickAsync());
            Assert.Equal($"meshlab-by-pods{ending}", download.SuggestedFilename);
            Assert.True(new FileInfo(await download.PathAsync()).Length > 500, $"{item} is empty");
        }

        visitor.AssertNoFaults();
    }
}
