using AngleSharp.Dom;
using Bunit;
using MeshLab.Core.Roadmap;
using MeshLab.Web.Pages.Checklist;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

public sealed class ChecklistPageTests
{
    private const string Markdown = "## 9.1 Istio\n**Goal:** Learn *it*\n\n- [ ] Install `istio`\n- [ ] Traffic\n  - [ ] Canary\n  - [ ] Mirror\n\n## 9.2 Linkerd\n- [x] Read <b>raw</b>\n";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Page_Opened_ShowsSectionsTasksAndProgress()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);

        var page = host.Open();

        Assert.Equal(["9.1 Istio", "9.2 Linkerd"], page.FindAll("h2").Select(heading => string.Join(' ', heading.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(["9.1/install-istio", "9.1/traffic", "9.1/traffic/canary", "9.1/traffic/mirror", "9.2/read-raw"], page.FindAll("[data-task]").Select(row => row.Id));
        Assert.Equal(["1", "1", "2", "2", "1"], page.FindAll("[data-task]").Select(row => row.GetAttribute("aria-level")));
        Assert.Equal("1 of 1 done", page.FindAll(".section-count")[1].TextContent.Trim());
        Assert.Contains("1 of 5 tasks done", page.Markup, StringComparison.Ordinal);
        Assert.Equal("istio", page.Find("label code").TextContent);
        Assert.Empty(page.FindAll("label b"));
        Assert.Equal("file", Row(page, "9.2/read-raw").QuerySelector(".task-chip")!.TextContent.Trim());
    }

    [Fact]
    public async Task Tick_Leaf_SetsItAndEveryOpenPageShowsIt()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        var other = host.Open();

        await page.InvokeAsync(() => Box(page, "9.1/traffic/canary").ChangeAsync(true));

        page.WaitForAssertion(() => Assert.True(Box(page, "9.1/traffic/canary").IsChecked()), _patience);
        other.WaitForAssertion(() => Assert.True(Box(other, "9.1/traffic/canary").IsChecked()), _patience);
        other.WaitForAssertion(() => Assert.Equal("true", Box(other, "9.1/traffic").GetAttribute("data-mixed")), _patience);
        Assert.Equal("manual", Row(page, "9.1/traffic/canary").QuerySelector(".task-chip")!.TextContent.Trim());
    }

    [Fact]
    public async Task Tick_Leaf_RendersOnlyItsRowAndItsParents()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        var before = Renders(page);

        await page.InvokeAsync(() => Box(page, "9.1/traffic/canary").ChangeAsync(true));
        page.WaitForAssertion(() => Assert.True(Box(page, "9.1/traffic/canary").IsChecked()), _patience);

        var rendered = Renders(page).Where(pair => pair.Value != before[pair.Key]).Select(pair => pair.Key).Order();
        Assert.Equal(["9.1/traffic", "9.1/traffic/canary"], rendered);
    }

    [Fact]
    public async Task Tick_Parent_AsksFirst()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var (dialogs, snackbars) = host.Providers();
        var page = host.Open();

        var cancelled = Box(page, "9.1/traffic").ChangeAsync(true);
        dialogs.WaitForAssertion(() => Assert.Contains("There are 2 tasks below it.", dialogs.Markup, StringComparison.Ordinal), _patience);
        await dialogs.InvokeAsync(() => Button(dialogs, "Cancel").ClickAsync(new()));
        await cancelled;
        Assert.False(Box(page, "9.1/traffic").IsChecked());

        var ticked = Box(page, "9.1/traffic").ChangeAsync(true);
        dialogs.WaitForState(() => dialogs.FindAll("button").Any(button => button.TextContent.Contains("Tick 2 tasks", StringComparison.Ordinal)), _patience);
        await dialogs.InvokeAsync(() => Button(dialogs, "Tick 2 tasks").ClickAsync(new()));
        await ticked;
        page.WaitForAssertion(() => Assert.True(Box(page, "9.1/traffic/mirror").IsChecked() && Box(page, "9.1/traffic").IsChecked()), _patience);
        snackbars.WaitForAssertion(() => Assert.Contains("Ticked 2 tasks.", snackbars.Markup, StringComparison.Ordinal), _patience);
    }

    [Fact]
    public async Task Undo_AfterTick_TakesItBack()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        Assert.True(Button(page, "Undo").HasAttribute("disabled"));
        await page.InvokeAsync(() => Box(page, "9.1/install-istio").ChangeAsync(true));
        page.WaitForState(() => !Button(page, "Undo").HasAttribute("disabled"), _patience);

        await page.InvokeAsync(() => Button(page, "Undo").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.False(Box(page, "9.1/install-istio").IsChecked()), _patience);
    }

    [Fact]
    public async Task Verified_OnSimulatedCluster_ShowsRunEvidenceAndHistory()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        await host.Roadmap.MarkVerifiedAsync(["9.1/traffic/canary"], 12, "v2 got 10 %", simulated: true, default);
        var page = host.Open();

        await page.InvokeAsync(() => Row(page, "9.1/traffic/canary").QuerySelector("[data-details]")!.ClickAsync(new()));

        var row = Row(page, "9.1/traffic/canary");
        Assert.Equal("/runs/12", row.QuerySelector(".task-chip-verified")!.GetAttribute("href"));
        Assert.Contains("Simulated", row.QuerySelector(".task-facts")!.TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Verified by run 12", Row(page, "9.1/traffic/canary").QuerySelector(".task-history")!.TextContent, StringComparison.Ordinal), _patience);
        Assert.Contains("v2 got 10 %", Row(page, "9.1/traffic/canary").QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("1 of 4 done, 1 verified", page.Find(".section-count").TextContent.Trim());
    }

    [Fact]
    public async Task Note_Written_IsPreviewedKeptAndSafe()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        await page.InvokeAsync(() => Row(page, "9.1/install-istio").QuerySelector("[data-note]")!.ClickAsync(new()));

        page.Find("textarea").Input("**why** <script>alert(1)</script>");
        await page.InvokeAsync(() => Button(page, "Preview").ClickAsync(new()));
        Assert.Equal("why", page.Find(".note-preview strong").TextContent);
        await page.InvokeAsync(() => Button(page, "Save note").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal("why", Row(page, "9.1/install-istio").QuerySelector(".task-details strong")?.TextContent), _patience);
        Assert.Empty(page.FindAll("script"));
        Assert.Empty(page.FindAll("textarea"));
        Assert.False(Box(page, "9.1/install-istio").IsChecked());
    }

    [Fact]
    public async Task Note_BeingWrittenWhileAnotherTicks_IsNotLost()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        await page.InvokeAsync(() => Row(page, "9.1/install-istio").QuerySelector("[data-note]")!.ClickAsync(new()));
        page.Find("textarea").Input("draft");

        await host.Roadmap.SetAsync("9.1/install-istio", true, null, "bob", default);

        page.WaitForAssertion(() => Assert.True(Box(page, "9.1/install-istio").IsChecked()), _patience);
        Assert.Equal("draft", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task Note_CannotBeKept_SaysWhyAndKeepsTheDraft()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var (_, snackbars) = host.Providers();
        var page = host.Open();
        await page.InvokeAsync(() => Row(page, "9.1/install-istio").QuerySelector("[data-details]")!.ClickAsync(new()));
        await page.InvokeAsync(() => Button(page, "Write a note").ClickAsync(new()));
        page.Find("textarea").Input("draft");
        await host.BreakWritesAsync();

        await page.InvokeAsync(() => Button(page, "Save note").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal("The note was not kept: SQLite Error 19: 'database or disk is full'.", page.Find(".note-problem").TextContent), _patience);
        Assert.Equal("draft", page.Find("textarea").GetAttribute("value"));

        await page.InvokeAsync(() => Box(page, "9.2/read-raw").ChangeAsync(false));
        snackbars.WaitForAssertion(() => Assert.Contains("database or disk is full", snackbars.Markup, StringComparison.Ordinal), _patience);
        Assert.True(Box(page, "9.2/read-raw").IsChecked());
    }

    [Fact]
    public async Task Filter_AddressChanges_Follows()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();
        page.Find("input[type=search]").Input("canary");

        host.Navigation.NavigateTo("/checklist?q=mirror&show=open");

        page.WaitForAssertion(() => Assert.Equal("mirror", page.Find("input[type=search]").GetAttribute("value")), _patience);
        Assert.Equal(["9.1/traffic", "9.1/traffic/mirror"], page.FindAll("[data-task]").Select(row => row.Id));
    }

    [Fact]
    public async Task Filter_WordsAndState_AreInTheAddress()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();

        page.Find("input[type=search]").Input("canary");
        Assert.Equal(["9.1/traffic", "9.1/traffic/canary"], page.FindAll("[data-task]").Select(row => row.Id));
        Assert.EndsWith("/checklist?q=canary", host.Navigation.Uri, StringComparison.Ordinal);

        page.Find("input[type=radio][value=Done]").Change("on");
        Assert.EndsWith("/checklist?q=canary&show=done", host.Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("No task fits", page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => Button(page, "Show all tasks").ClickAsync(new()));
        Assert.EndsWith("/checklist", host.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(5, page.FindAll("[data-task]").Count);
    }

    [Theory]
    [InlineData("?show=done", "9.2/read-raw")]
    [InlineData("?show=nonsense&q=linkerd", "9.2/read-raw")]
    [InlineData("?show=9&q=canary", "9.1/traffic,9.1/traffic/canary")]
    public async Task Page_OpenedWithFilter_ShowsWhatFits(string query, string expected)
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);

        Assert.Equal(expected, string.Join(',', host.Open(query).FindAll("[data-task]").Select(row => row.Id)));
    }

    [Fact]
    public async Task Page_OpenedAtTask_RevealsIt()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var module = host.Js.SetupModule("./Pages/Checklist/ChecklistPage.razor.js");
        module.Mode = JSRuntimeMode.Loose;

        var page = host.Open("#9.1/traffic/canary");

        page.WaitForAssertion(() => Assert.Equal(["9.1/traffic/canary", "section-9.1", 2], module.Invocations["reveal"].Single().Arguments), _patience);
    }

    [Fact]
    public async Task Cover_Document_IsLinked()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown, document: "## On canaries\n<!-- covers: 9.1/traffic/canary -->\n");

        var link = Row(host.Open(), "9.1/traffic/canary").QuerySelector("a.task-cover")!;

        Assert.Equal(("/documents/d.md#on-canaries", "d.md"), (link.GetAttribute("href"), link.TextContent.Trim()));
    }

    [Fact]
    public async Task Page_NoRoadmap_SaysWhyAndLooksAgain()
    {
        await using var host = await ChecklistHost.CreateAsync(null);

        var page = host.Open();

        Assert.Contains("does not exist", page.Find(".empty-state").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("a[download]"));
    }

    [Fact]
    public async Task Page_TaskRenamed_ListsTheKeptState()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        await host.Roadmap.SetAsync("9.1/install-istio", true, "n", "ada", default);
        host.Rewrite(Markdown.Replace("Install `istio`", "Set up", StringComparison.Ordinal));

        var orphans = host.Open().Find(".checklist-orphans");

        Assert.Contains("9.1/install-istio", orphans.TextContent, StringComparison.Ordinal);
        Assert.Contains("ada", orphans.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TenThousandTasks_RendersFewRows()
    {
        var markdown = string.Concat(Enumerable.Range(0, 20).Select(section => $"## 1.{section} S\n" + string.Concat(Enumerable.Range(0, 500).Select(task => $"- [ ] Task {task}\n"))));
        await using var host = await ChecklistHost.CreateAsync(markdown);

        var page = host.Open();

        Assert.Equal(20, page.FindAll("h2").Count);
        Assert.True(page.FindAll("[data-task]").Count < 200, $"{page.FindAll("[data-task]").Count} rows were rendered.");
        Assert.Contains("0 of 10000 tasks done", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Section_Folded_HidesItsRows()
    {
        await using var host = await ChecklistHost.CreateAsync(Markdown);
        var page = host.Open();

        page.FindAll(".section-toggle")[0].Click();

        Assert.Equal(["9.2/read-raw"], page.FindAll("[data-task]").Select(row => row.Id));
        Assert.Equal("false", page.FindAll(".section-toggle")[0].GetAttribute("aria-expanded"));
    }

    private static IElement Row(IRenderedComponent<ChecklistPage> page, string id) => page.FindAll("[data-task]").Single(row => row.Id == id);

    private static IElement Box(IRenderedComponent<ChecklistPage> page, string id) => Row(page, id).QuerySelector("input.task-box")!;

    private static IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => component.FindAll("button").Single(button => button.TextContent.Contains(text, StringComparison.Ordinal));

    private static Dictionary<string, int> Renders(IRenderedComponent<ChecklistPage> page) =>
        page.FindComponents<TaskRow>().ToDictionary(row => row.Instance.Row.Id, row => row.Instance.Renders);
}
