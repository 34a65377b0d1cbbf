using Bunit;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components;
using Xunit;

namespace MeshLab.Tests.Web.Components;

public sealed class ComponentsTests
{
    [Fact]
    public async Task PageHeader_WithActions_HasOneHeadingAndTheActions()
    {
        await using var host = new ComponentsHost();

        var header = host.Render<PageHeader>(parameters => parameters.Add(p => p.Title, "Runs").Add(p => p.Subtitle, "All of them").Add(p => p.Actions, "<button>New</button>"));

        Assert.Equal("Runs", header.Find("h1").TextContent);
        Assert.Equal("All of them", header.Find(".page-subtitle").TextContent);
        Assert.Equal("New", header.Find(".page-actions button").TextContent);
    }

    [Fact]
    public async Task StatusChip_OfEachTone_HasAnIconOfItsOwnBesideTheText()
    {
        await using var host = new ComponentsHost();

        var chips = Enum.GetValues<StatusTone>().Select(tone => host.Render<StatusChip>(parameters => parameters.Add(p => p.Text, "State").Add(p => p.Tone, tone))).ToList();

        Assert.All(chips, chip => Assert.Equal("State", chip.Find(".status-chip").TextContent.Trim()));
        Assert.Equal(chips.Count, chips.Select(chip => chip.Find("svg").InnerHtml).Distinct().Count());
    }

    [Fact]
    public async Task ErrorPanel_WithRetry_IsAnAlertThatTriesAgain()
    {
        await using var host = new ComponentsHost();
        var retries = 0;
        var panel = host.Render<ErrorPanel>(parameters => parameters.Add(p => p.Title, "No answer").Add(p => p.Message, "Timed out").Add(p => p.OnRetry, () => retries++));

        await panel.InvokeAsync(() => panel.Find("button").ClickAsync(new()));

        Assert.Equal("alert", panel.Find("section").GetAttribute("role"));
        Assert.Equal(1, retries);
    }

    [Fact]
    public async Task ErrorPanel_WithoutRetry_HasNoButton()
    {
        await using var host = new ComponentsHost();

        var panel = host.Render<ErrorPanel>(parameters => parameters.Add(p => p.Title, "No answer"));

        Assert.Empty(panel.FindAll("button"));
    }

    [Fact]
    public async Task RelativeTime_AsTimePasses_RendersItselfAnew()
    {
        await using var host = new ComponentsHost();
        var time = host.Render<RelativeTime>(parameters => parameters.Add(p => p.Value, host.Clock.GetUtcNow().AddMinutes(-3)));
        Assert.Equal("3 min ago", time.Find("time").TextContent);

        host.Clock.Advance(TimeSpan.FromMinutes(2));

        time.WaitForAssertion(() => Assert.Equal("5 min ago", time.Find("time").TextContent), TimeSpan.FromSeconds(30));
        Assert.Contains("2026-01-01", time.Find("time").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-30, "30 s ago")]
    [InlineData(-7200, "2 h ago")]
    [InlineData(-172800, "2 d ago")]
    [InlineData(3600, "in 1 h")]
    [InlineData(-31536000, "2025-01-01")]
    public void RelativeText_OfASpan_IsInWords(int seconds, string text)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(text, RelativeText.Of(now.AddSeconds(seconds), now));
    }

    [Fact]
    public async Task Markdown_WithMarkupThatRuns_RendersItSafely()
    {
        await using var host = new ComponentsHost();

        var markdown = host.Render<Markdown>(parameters => parameters.Add(p => p.Text, "**bold** <script>alert(1)</script>"));

        Assert.Equal("bold", markdown.Find("strong").TextContent);
        Assert.Empty(markdown.FindAll("script"));
    }

    [Fact]
    public void ChartColors_OfClassesAndMeshes_AreAllDifferentAndTheStylesheetsOwn()
    {
        var classes = Enum.GetValues<WorkloadClass>().Select(ChartColors.Of).ToList();
        var meshes = new[] { "istio", "istio-ambient", "linkerd", "cilium", "none" }.Select(ChartColors.OfMesh).ToList();
        var stylesheet = File.ReadAllText(Stylesheet());

        Assert.Equal(classes.Count, classes.Distinct().Count());
        Assert.Equal(meshes.Count, meshes.Distinct().Count());
        Assert.All(classes.Concat(meshes), color => Assert.Contains($": {color};", stylesheet, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#FFFFFF")]
    [InlineData("#141C24")]
    public void ChartColors_OnTheSurfaceOfATheme_HaveAContrastOfThreeToOne(string surface)
    {
        var colors = Enum.GetValues<WorkloadClass>().Select(ChartColors.Of).Concat(new[] { "istio", "istio-ambient", "linkerd", "cilium", "none" }.Select(ChartColors.OfMesh));

        Assert.All(colors, color => Assert.True(Contrast(color, surface) >= 2.95, $"{color} on {surface}: {Contrast(color, surface):0.00}"));
    }

    // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string color)
    {
        var channels = Enumerable.Range(0, 3).Select(i => Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    private static string Stylesheet()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "MeshLab.Web", "wwwroot", "meshlab.css");
    }
}
