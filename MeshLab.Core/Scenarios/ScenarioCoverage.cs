using MeshLab.Core.Roadmap;

namespace MeshLab.Core.Scenarios;

/// <summary>Tells the tasks that scenarios cover, and how far they are.</summary>
public sealed class ScenarioCoverage(RoadmapCatalogue catalogue, RoadmapService roadmap)
{
    /// <summary>The tasks that references mean, by reference. References that mean none are left out.</summary>
    public async Task<IReadOnlyDictionary<string, CoveredTask>> GetAsync(IEnumerable<string> references, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        var sections = await roadmap.GetAsync(cancellationToken);
        var tasks = sections.SelectMany(section => section.Tasks).SelectMany(WithChildren).ToDictionary(task => task.Id);
        var covered = new Dictionary<string, CoveredTask>();
        foreach (var reference in references.Distinct())
        {
            if (catalogue.Resolve(reference) is { } id && tasks.TryGetValue(id, out var task))
            {
                covered.Add(reference, new(reference, id, task.Title, task.State, task.Simulated));
            }
        }

        return covered;
    }

    /// <summary>The titles of the roadmap's sections by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GetSectionTitlesAsync(CancellationToken cancellationToken) =>
        (await roadmap.GetAsync(cancellationToken)).DistinctBy(section => section.Id).ToDictionary(section => section.Id, section => section.Title);

    private static IEnumerable<RoadmapTask> WithChildren(RoadmapTask task) => task.Children.SelectMany(WithChildren).Prepend(task);
}
