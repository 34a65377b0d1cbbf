using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>Pages of a new MeshLab look as they did, in both themes and on a small screen.</summary>
public sealed class AppearanceTests(BrowserFixture browser)
{
    private static readonly string[] Paths = ["/", "/checklist", "/scenarios", "/scenarios/istio-tutorial", "/runs", "/clusters", "/topology", "/experiments", "/compare", "/documents", "/decide"];
    private static readonly string[] Changing = ["time", ".relative-time", ".cluster-facts", "svg.progress-chart"];

    [Theory]
    [InlineData("light", 1280, 900)]
    [InlineData("dark", 1280, 900)]
    [InlineData("light", 360, 780)]
    public async Task Pages_OfANewMeshLab_LookAsBefore(string theme, int width, int height)
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web, theme, width, height);
        List<string> different = [];
        foreach (var path in Paths)
        {
            await visitor.OpenAsync(path);
            try
            {
                await Appearance.AssertLooksAsBeforeAsync(visitor, $"{(path.Trim('/') is { Length: > 0 } name ? name.Replace('/', '-') : "overview")}-{theme}-{width}", Changing);
            }
            catch (Xunit.Sdk.TrueException changed)
            {
                different.Add(changed.Message);
            }
        }

        Assert.Empty(different);
    }

    [Fact]
    public async Task Difference_OfAPageThatLostAPanel_IsNoticed()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        await visitor.OpenAsync("/");
        await visitor.Page.EvaluateAsync("() => document.querySelector('main').replaceChildren()");

        Assert.True(await Appearance.DifferenceAsync(visitor, "overview-light-1280", Changing) > Appearance.Tolerance);
    }
}
