using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>All scenarios by section, how far their tasks are, and what is wrong with those that cannot be used.</summary>
public sealed partial class ScenariosPage
{
    private IReadOnlyList<Section> _sections = [];
    private IReadOnlyList<ScenarioProblem> _problems = [];

    /// <summary>The scenarios.</summary>
    [Inject]
    public required ScenarioCatalogue Catalogue { get; set; }

    /// <summary>The tasks they cover.</summary>
    [Inject]
    public required ScenarioCoverage Coverage { get; set; }

    /// <summary>Their runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<ScenariosChanged>();
        Listen<RoadmapChanged>();
        Listen<RunChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var scenarios = Catalogue.Scenarios;
        var tasks = await Coverage.GetAsync(scenarios.SelectMany(scenario => scenario.AllCovers()), cancellationToken);
        var titles = await Coverage.GetSectionTitlesAsync(cancellationToken);
        var newest = (await Runs.ListNewestHeadersAsync(cancellationToken)).ToDictionary(run => run.Scenario);
        var cards = new List<Card>();
        foreach (var scenario in scenarios)
        {
            IReadOnlyList<CoveredTask> covered = [.. scenario.AllCovers().Select(tasks.GetValueOrDefault).OfType<CoveredTask>().DistinctBy(task => task.Id)];
            cards.Add(new(scenario, covered, newest.GetValueOrDefault(scenario.Name)));
        }

        _sections = [.. cards.GroupBy(card => card.Scenario.Section).Select(group => new Section(group.Key, titles.GetValueOrDefault(group.Key, ""), [.. group]))];
        _problems = Catalogue.Problems;
    }

    private sealed record Section(string Id, string Title, IReadOnlyList<Card> Cards);

    private sealed record Card(Scenario Scenario, IReadOnlyList<CoveredTask> Tasks, RunHeader? LastRun);
}
