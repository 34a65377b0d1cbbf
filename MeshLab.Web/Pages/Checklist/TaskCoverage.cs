using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>What does which task: scenarios by their <c>covers</c>, documents by their comments.</summary>
public sealed class TaskCoverage(ScenarioCatalogue scenarios, CoveringDocuments documents, RoadmapCatalogue roadmap)
{
    /// <summary>The covers by task id, scenarios first.</summary>
    public ILookup<string, TaskCover> Find()
    {
        var steps = scenarios.Scenarios
            .SelectMany(OfScenario)
            .Select(pair => (id: roadmap.Resolve(pair.Reference), pair.Cover))
            .Where(pair => pair.id is not null)
            .Distinct();
        var places = documents.Find().SelectMany(group => group).Select(place => (
            id: (string?)place.TaskId,
            Cover: new TaskCover(true, place.Path, place.Heading, $"/documents/{Uri.EscapeDataString(place.Path).Replace("%2F", "/", StringComparison.Ordinal)}{(place.Anchor.Length > 0 ? "#" + place.Anchor : "")}")));
        return steps.Concat(places).ToLookup(pair => pair.id!, pair => pair.Cover, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Reference, TaskCover Cover)> OfScenario(Scenario scenario)
    {
        var page = $"/scenarios/{Uri.EscapeDataString(scenario.Name)}";
        foreach (var reference in scenario.Covers)
        {
            yield return (reference, new TaskCover(false, scenario.Name, scenario.Title, page));
        }

        foreach (var step in scenario.Steps)
        {
            foreach (var reference in step.Covers.Concat(step.Verify.SelectMany(check => check.Covers)))
            {
                yield return (reference, new TaskCover(false, scenario.Name, step.Title, $"{page}#step-{step.Id}"));
            }
        }
    }
}
