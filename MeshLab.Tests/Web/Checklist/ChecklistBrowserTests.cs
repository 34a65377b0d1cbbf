using Deque.AxeCore.Playwright;
using MeshLab.Tests.Roadmap;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

public sealed class ChecklistBrowserTests
{
    private static readonly string? _chromium = new[] { "chromium", "google-chrome", "chromium-browser" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task Checklist_KeysTicksAndTwoBrowsers_WorkTogether()
    {
        Assert.SkipWhen(_chromium is null, "No Chromium is installed.");
        await using var web = await WebProcess.StartAsync(await File.ReadAllTextAsync(Repository.PathTo("docs", "roadmap", "phase-9.md")));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = _chromium, Args = ["--no-sandbox"] });
        var page = await OpenAsync(browser, web, "/checklist");
        var other = await OpenAsync(browser, web, "/checklist#9.1/traffic-management/traffic-splitting-canary");

        // A link to a task brings it into sight and puts the keyboard on it.
        await Assertions.Expect(Box(other, "9.1/traffic-management/traffic-splitting-canary")).ToBeFocusedAsync();
        await Assertions.Expect(Box(other, "9.1/traffic-management/traffic-splitting-canary")).ToBeInViewportAsync();

        // j moves, space ticks, and the other browser sees it with a half-ticked parent.
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Box(page, "9.0/architecture-comparison/sidecar-proxy-model")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(Box(other, "9.0/architecture-comparison/sidecar-proxy-model")).ToBeCheckedAsync();
        await Assertions.Expect(Box(other, "9.0/architecture-comparison")).ToBeCheckedAsync(new() { Indeterminate = true });

        // A parent asks; cancelled, it is half-ticked as before.
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(Box(page, "9.0/architecture-comparison")).ToBeCheckedAsync(new() { Indeterminate = true });
        await Assertions.Expect(Box(page, "9.0/architecture-comparison")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tick 2 tasks" }).ClickAsync();
        await Assertions.Expect(Box(other, "9.0/architecture-comparison")).ToBeCheckedAsync();

        // n opens the note, Ctrl+Enter keeps it.
        await Assertions.Expect(Box(page, "9.0/architecture-comparison")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("textarea")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("see **docs**");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(other.Locator(".task-note strong")).ToHaveTextAsync("docs");
        await Assertions.Expect(Box(page, "9.0/architecture-comparison")).ToBeFocusedAsync();

        // / searches, ? helps.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("canary");
        await Assertions.Expect(page.Locator("[data-task]")).ToHaveCountAsync(2);
        await page.WaitForURLAsync("**/checklist?q=canary");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Next task");
    }

    [Theory]
    [InlineData("light", 1400)]
    [InlineData("dark", 400)]
    public async Task Checklist_AxeLooks_FindsNothingSerious(string scheme, int width)
    {
        Assert.SkipWhen(_chromium is null, "No Chromium is installed.");
        await using var web = await WebProcess.StartAsync("# 9.1 S\n**Goal:** g\n\n**Objectives:**\n- o\n\n- [ ] P\n  - [x] a `c`\n  - [ ] b\n");
        await web.Client.PutAsync("/api/v1/roadmap/tasks/9.1/p/b", new StringContent("""{"state":"open","note":"n [l](https://example.test)"}""", System.Text.Encoding.UTF8, "application/json"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = _chromium, Args = ["--no-sandbox"] });
        var page = await OpenAsync(browser, web, "/checklist", scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light, width);
        await page.Locator("[data-details]").First.ClickAsync();
        await page.Locator(".task-details").WaitForAsync();

        var result = await page.RunAxe();

        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Select(node => node.Html))}"));
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "The page scrolls sideways.");
    }

    [Fact]
    public async Task Checklist_TenThousandTasks_JumpsToAnyTask()
    {
        Assert.SkipWhen(_chromium is null, "No Chromium is installed.");
        await using var web = await WebProcess.StartAsync("# 1 S\n" + string.Concat(Enumerable.Range(0, 10_000).Select(task => $"- [ ] Task {task}\n")));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = _chromium, Args = ["--no-sandbox"] });

        var page = await OpenAsync(browser, web, "/checklist#1/task-7777");

        await Assertions.Expect(Box(page, "1/task-7777")).ToBeInViewportAsync(new() { Timeout = 20_000 });
        await Box(page, "1/task-7777").CheckAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(Box(page, "1/task-7778")).ToBeFocusedAsync();
        Assert.InRange(await page.Locator("[data-task]").CountAsync(), 5, 200);
    }

    private static ILocator Box(IPage page, string id) => page.Locator($"[id='box-{id}']");

    private static async Task<IPage> OpenAsync(IBrowser browser, WebProcess web, string path, ColorScheme scheme = ColorScheme.Light, int width = 1400)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = web.Client.BaseAddress!.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);

        // The script attached its keys, so the page is live.
        await page.Locator(".checklist[data-live]").WaitForAsync();
        return page;
    }
}
