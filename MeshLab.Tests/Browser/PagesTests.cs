using Xunit;

namespace MeshLab.Tests.Browser;

public sealed class PagesTests(BrowserFixture browser)
{
    private static readonly string[] Paths =
    [
        "/", "/checklist", "/scenarios", "/scenarios/istio-tutorial", "/runs", "/clusters", "/topology", "/measurements", "/compare", "/compare/prices",
        "/documents", "/documents/rbac.md", "/documents/service-mesh-comparison.md", "/decide", "/users", "/account", "/experiments", "/experiments/new", "/runs/999", "/nothing-is-here",
    ];

    public static TheoryData<string, string> PathsAndThemes =>
        new(Paths.SelectMany(path => new[] { (path, "light"), (path, "dark") }));

    public static TheoryData<string> AllPaths => new(Paths);

    [Theory]
    [MemberData(nameof(PathsAndThemes))]
    public async Task Page_InEachTheme_IsAccessibleAndWithoutFaults(string path, string theme)
    {
        await using var visitor = await browser.VisitAsync(theme);

        await visitor.OpenAsync(path);
        await visitor.PictureAsync($"{NameOf(path)}-{theme}");

        Assert.Equal(theme, await visitor.Page.GetAttributeAsync("html", "data-theme"));
        await visitor.AssertAccessibleOnAllScreensAsync();
        visitor.AssertNoFaults();
    }

    [Theory]
    [MemberData(nameof(AllPaths))]
    public async Task Page_OnASmallScreen_NeedsNoHorizontalScrolling(string path)
    {
        await using var visitor = await browser.VisitAsync(width: 360, height: 780);

        await visitor.OpenAsync(path);
        await visitor.PictureAsync($"{NameOf(path)}-360", fullPage: true);
        var tooWide = await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')]
              .filter(element => {
                const box = element.getBoundingClientRect();
                if (box.width === 0 || box.right <= innerWidth + 1) return false;
                for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
                  if (/auto|scroll|hidden|clip/.test(getComputedStyle(parent).overflowX)) return false;
                }
                return true;
              })
              .slice(0, 5)
              .map(element => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`)
            """);

        Assert.Empty(tooWide);
        Assert.Equal(360, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        visitor.AssertNoFaults();
    }

    private static string NameOf(string path) => path.Trim('/').Replace('/', '-').Replace(".md", "", StringComparison.Ordinal) is { Length: > 0 } name ? name : "overview";
}
