using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Web.Components;
using MeshLab.Web.Pages.Checklist;
using MudBlazor;

namespace MeshLab.Web.Layout.Commands;

/// <summary>Gathers what the palette can find.</summary>
public sealed class PaletteIndex(RoadmapService roadmap, RoadmapCatalogue files, ScenarioCatalogue scenarios, RunService runs, DocumentCatalogue documents)
{
    private const int Runs = 50;
    private const int DocumentsShown = 6;

    /// <summary>Everything but the documents, as it is now.</summary>
    public async Task<IReadOnlyList<PaletteEntry>> LoadAsync(CancellationToken cancellationToken)
    {
        var sections = await roadmap.GetAsync(cancellationToken);
        var newest = await runs.ListHeadersAsync(null, Runs, cancellationToken);
        return
        [
            .. NavigationMenu.Entries.Select(page => new PaletteEntry(PaletteGroup.Pages, page.Text, "", page.Icon, page.Href)),
            .. Actions(),
            .. scenarios.Scenarios.Select(one => new PaletteEntry(PaletteGroup.Scenarios, one.Title, $"{one.Name} · section {one.Section}", Icons.Material.Outlined.Map, PageOf(one))),
            .. sections.SelectMany(section => section.Tasks.SelectMany(task => Tasks(task, $"{section.Id} {section.Title}"))),
            .. newest.Select(OfRun),
        ];
    }

    /// <summary>Documents that hold every word, those with a word in the title first. Reads files; not for the thread that renders.</summary>
    public IReadOnlyList<PaletteEntry> SearchDocuments(string text) =>
    [
        .. documents.Search(text).Take(DocumentsShown).Select(hit =>
            new PaletteEntry(PaletteGroup.Documents, hit.Entry.Title, hit.Excerpt.Length > 0 ? hit.Excerpt : hit.Entry.Group, Icons.Material.Outlined.Description, hit.Entry.Url)),
    ];

    private IEnumerable<PaletteEntry> Actions() =>
    [
        new(PaletteGroup.Actions, "Toggle theme", "light or dark", Icons.Material.Outlined.Contrast, "", PaletteCommand.ToggleTheme),
        new(PaletteGroup.Actions, "Show the first steps", "guide on the overview", Icons.Material.Outlined.Signpost, "/?guide=show"),
        .. files.Files.Select(file => new PaletteEntry(
            PaletteGroup.Actions, "Export the checklist", file, Icons.Material.Outlined.Download, $"/api/v1/roadmap/export?format=md&file={Uri.EscapeDataString(file)}", PaletteCommand.Download)),
        .. scenarios.Scenarios.Select(one => new PaletteEntry(PaletteGroup.Actions, $"Deploy {one.Name}", one.Title, Icons.Material.Outlined.RocketLaunch, PageOf(one))),
    ];

    private static IEnumerable<PaletteEntry> Tasks(RoadmapTask task, string below)
    {
        var title = PlainTitle.Of(task.Title);
        var state = task switch
        {
            { IsVerified: true } => "verified",
            { State: TaskCompletion.Done } => "done",
            { State: TaskCompletion.Partial } => "partly done",
            _ => "open",
        };
        var icon = task.State == TaskCompletion.Done ? Icons.Material.Outlined.CheckBox : Icons.Material.Outlined.CheckBoxOutlineBlank;
        return task.Children.SelectMany(child => Tasks(child, $"{below} · {title}"))
            .Prepend(new PaletteEntry(PaletteGroup.Tasks, title, $"{state} · {below}", icon, $"/checklist#{task.Id}", Simulated: task.Simulated));
    }

    private static PaletteEntry OfRun(RunHeader run) => new(
        PaletteGroup.Runs,
        $"Run {run.Id}: {RunWords.Of(run.Action)} {run.Scenario}",
        $"{run.Status} · on {string.Join(", ", run.Clusters.Values.Distinct())}",
        Icons.Material.Outlined.PlayCircle,
        $"/runs/{run.Id}",
        Simulated: run.Simulated);

    private static string PageOf(Scenario scenario) => $"/scenarios/{Uri.EscapeDataString(scenario.Name)}";
}
