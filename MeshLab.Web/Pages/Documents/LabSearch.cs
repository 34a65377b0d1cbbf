using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Web.Pages.Checklist;

namespace MeshLab.Web.Pages.Documents;

/// <summary>One search over everything a person may look for: documents, scenarios with their steps and READMEs, and tasks with their notes.</summary>
public sealed class LabSearch(DocumentCatalogue documents, ScenarioCatalogue scenarios, ScenarioContent contents, RoadmapService roadmap)
{
    /// <summary>What holds every word of the query; best first within a kind: words in the title count more. Empty for an empty query.</summary>
    public async Task<IReadOnlyList<LabHit>> FindAsync(string query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            return [];
        }

        var found = new List<LabHit>();
        found.AddRange(documents.Search(query).Select(hit => new LabHit(LabHitKind.Document, hit.Entry.Title, hit.Entry.Group, hit.Entry.Url, hit.Excerpt)));
        foreach (var scenario in scenarios.Scenarios)
        {
            found.AddRange(await OfScenarioAsync(scenario, words, cancellationToken));
        }

        found.AddRange((await roadmap.GetAsync(cancellationToken)).SelectMany(section => OfSection(section, words)));
        return [.. found.OrderBy(hit => hit.Kind).ThenByDescending(hit => words.Count(word => hit.Title.Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    private async Task<IReadOnlyList<LabHit>> OfScenarioAsync(Scenario scenario, string[] words, CancellationToken cancellationToken)
    {
        var steps = string.Join(" ", scenario.Steps.Select(step => $"{step.Title}. {step.Description}"));
        var text = $"{scenario.Summary} {steps} {await contents.GetReadmeAsync(scenario.Name, cancellationToken)}".ReplaceLineEndings(" ");
        return DocumentExcerpt.HoldsAll($"{scenario.Title} {scenario.Name} {text}", words)
            ? [new LabHit(LabHitKind.Scenario, scenario.Title, scenario.Section, $"/scenarios/{Uri.EscapeDataString(scenario.Name)}", DocumentExcerpt.Around(text, words) is { Length: > 0 } excerpt ? excerpt : scenario.Summary)]
            : [];
    }

    private static IEnumerable<LabHit> OfSection(RoadmapSection section, string[] words) =>
        from task in section.Tasks.SelectMany(task => task.Everything())
        where DocumentExcerpt.HoldsAll($"{task.Title} {task.Note}", words)
        select new LabHit(LabHitKind.Task, PlainTitle.Of(task.Title), section.Id, $"/checklist#{Uri.EscapeDataString(task.Id).Replace("%2F", "/", StringComparison.Ordinal)}", task.Note ?? "");
}
