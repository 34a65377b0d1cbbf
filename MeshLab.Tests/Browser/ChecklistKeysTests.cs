using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ChecklistKeysTests
{
    private readonly BrowserFixture _browser;

    public ChecklistKeysTests(BrowserFixture browser)
    {
        _browser = browser;
        Assertions.SetDefaultExpectTimeout(Visitor.DeadlineMilliseconds);
    }

    [Fact]
    public async Task Checklist_KeysTicksAndTwoBrowsers_WorkTogether()
    {
        await using var one = await _browser.VisitAsync();
        await using var two = await _browser.VisitAsync();
        await OpenAsync(one, "/checklist");
        await OpenAsync(two, "/checklist#9.1/traffic-management/traffic-splitting-canary");
        var (page, other) = (one.Page, two.Page);

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
        await page.ComesToAsync("**/checklist?q=canary");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Next task");
        one.AssertNoFaults();
        two.AssertNoFaults();
    }

    [Theory]
    [InlineData("light", 1400)]
    [InlineData("dark", 400)]
    public async Task Checklist_DetailsOpen_AreAccessibleAndFit(string theme, int width)
    {
        await using var visitor = await _browser.VisitAsync(theme, width);
        await OpenAsync(visitor, "/checklist");
        var page = visitor.Page;
        await page.Locator("[data-details]").First.ClickAsync();
        await page.Locator(".task-details").WaitForAsync();

        await visitor.AssertAccessibleAsync();
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "The page scrolls sideways.");
    }

    [Fact]
    public async Task Checklist_TenThousandTasks_JumpsToAnyTask()
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-roadmap-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.md"), "# 1 S\n" + string.Concat(Enumerable.Range(0, 10_000).Select(task => $"- [ ] Task {task}\n")));
        await using var web = await WebProcess.StartNewAsync(folder);
        await using var visitor = await _browser.VisitAsync(web);

        await OpenAsync(visitor, "/checklist#1/task-7777");

        var page = visitor.Page;
        await Assertions.Expect(Box(page, "1/task-7777")).ToBeInViewportAsync();
        await Box(page, "1/task-7777").CheckAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(Box(page, "1/task-7778")).ToBeFocusedAsync();
        Assert.InRange(await page.Locator("[data-task]").CountAsync(), 5, 200);
        Directory.Delete(folder, recursive: true);
    }

    private static ILocator Box(IPage page, string id) => page.Locator($"[id='box-{id}']");

    private static async Task OpenAsync(Visitor visitor, string path)
    {
        await visitor.OpenAsync(path);

        // The script attached its keys.
        await visitor.Page.Locator(".checklist[data-live]").WaitForAsync();
    }
}
