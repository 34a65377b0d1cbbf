using MeshLab.Tests.Clusters;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

public sealed class ClusterRightsTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Clusters_WithAUserWhoMayDoLittle_ListTheMissingRightsAccessibly(string theme)
    {
        using var cluster = new RestrictedCluster();
        await using var web = await WebProcess.StartNewAsync(settings: new Dictionary<string, string> { ["MeshLab__Kubeconfig"] = cluster.Kubeconfig });
        await using var visitor = await browser.VisitAsync(web, theme);
        await visitor.OpenAsync("/clusters");
        var card = visitor.Page.Locator("[data-cluster=restricted]");

        await card.GetByText("13 rights are missing").ClickAsync();

        await Assertions.Expect(card.Locator(".rights").First).ToContainTextAsync("list nodes");
        await Assertions.Expect(card.Locator("[data-missing-rights]")).ToContainTextAsync("meshlab-deploy");
        await visitor.PictureAsync($"clusters-missing-rights-{theme}");
        await visitor.AssertAccessibleOnAllScreensAsync();
        visitor.AssertNoFaults();
    }
}
