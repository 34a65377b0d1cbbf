using Xunit;
using Xunit.Sdk;

namespace MeshLab.Tests.Browser;

/// <summary>Every page of a new MeshLab, in both themes and on a small screen: looks as before, is accessible, fits the screen, and the browser complains of nothing.</summary>
public sealed class PagesTests(BrowserFixture browser, NewMeshLab meshLab) : IClassFixture<NewMeshLab>
{
    private static readonly string[] Paths =
    [
        "/", "/checklist", "/scenarios", "/scenarios/istio-tutorial", "/runs", "/clusters", "/topology", "/measurements", "/compare", "/compare/prices",
        "/documents", "/documents/rbac.md", "/documents/service-mesh-comparison.md", "/decide", "/users", "/account", "/experiments", "/experiments/new", "/runs/999", "/nothing-is-here",
    ];

    /// <summary>The pages of which there is a picture to compare with.</summary>
    private static readonly HashSet<string> Pictured =
        ["/", "/checklist", "/scenarios", "/scenarios/istio-tutorial", "/runs", "/clusters", "/topology", "/experiments", "/compare", "/documents", "/decide"];

    private static readonly string[] Changing = ["time", ".relative-time", ".cluster-facts", "svg.progress-chart"];

    [Theory]
    [InlineData("light", 1280, 900)]
    [InlineData("dark", 1280, 900)]
    [InlineData("light", Visitor.SmallWidth, 780)]
    public async Task Pages_OfANewMeshLab_LookAsBeforeAreAccessibleAndFit(string theme, int width, int height)
    {
        await using var visitor = await browser.VisitAsync(meshLab.Web, theme, width, height);
        List<string> problems = [];
        foreach (var path in Paths)
        {
            await visitor.OpenAsync(path);
            Assert.Equal(theme, await visitor.Page.GetAttributeAsync("html", "data-theme"));
            await visitor.PictureAsync($"{NameOf(path)}-{theme}-{width}");
            if (Pictured.Contains(path))
            {
                await CompareAsync(visitor, $"{NameOf(path)}-{theme}-{width}", problems);
            }

            if (width == Visitor.SmallWidth)
            {
                problems.AddRange((await visitor.FindTooWideAsync()).Select(element => $"{path} is wider than the screen: {element}"));
            }
            else
            {
                problems.AddRange(await visitor.FindViolationsOnAllScreensAsync());
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
        visitor.AssertNoFaults();
    }

    [Fact]
    public async Task Difference_OfAPageThatLostAPanel_IsNoticed()
    {
        await using var visitor = await browser.VisitAsync(meshLab.Web);
        await visitor.OpenAsync("/");
        await visitor.Page.EvaluateAsync("() => document.querySelector('main').replaceChildren()");

        Assert.True(await Appearance.DifferenceAsync(visitor, "overview-light-1280", Changing) > Appearance.Tolerance);
    }

    [Fact]
    public async Task TooWide_AnElementThatSticksOut_IsFound()
    {
        await using var visitor = await browser.VisitAsync(meshLab.Web, width: Visitor.SmallWidth, height: 780);
        await visitor.OpenAsync("/runs");
        await visitor.Page.EvaluateAsync("() => { const wide = document.querySelector('h1'); wide.style.width = '30rem'; for (let up = wide.parentElement; up; up = up.parentElement) up.style.overflow = 'visible'; }");

        Assert.Contains(await visitor.FindTooWideAsync(), element => element.StartsWith("H1", StringComparison.Ordinal));
    }

    private static async Task CompareAsync(Visitor visitor, string name, List<string> problems)
    {
        try
        {
            await Appearance.AssertLooksAsBeforeAsync(visitor, name, Changing);
        }
        catch (TrueException changed)
        {
            problems.Add(changed.Message);
        }
    }

    private static string NameOf(string path) => path.Trim('/').Replace('/', '-').Replace(".md", "", StringComparison.Ordinal) is { Length: > 0 } name ? name : "overview";
}

/// <summary>A MeshLab that nobody has done anything with.</summary>
public sealed class NewMeshLab : IAsyncLifetime
{
    private WebProcess? _web;

    public WebProcess Web => _web!;

    public async ValueTask InitializeAsync() => _web = await WebProcess.StartNewAsync();

    public ValueTask DisposeAsync() => _web?.DisposeAsync() ?? ValueTask.CompletedTask;
}
