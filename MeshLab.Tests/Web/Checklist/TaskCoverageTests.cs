using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Web.Pages.Checklist;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

/// <summary>Each of the roadmap's tasks has something behind it, and the checklist leads there.</summary>
public sealed class TaskCoverageTests : IDisposable
{
    private static readonly ContentDirectories Shipped = new(Options.Create(new MeshLabOptions()));

    private readonly RoadmapCatalogue _roadmap = new(Shipped);
    private readonly ScenarioCatalogue _scenarios;

    public TaskCoverageTests() =>
        _scenarios = new ScenarioCatalogue(Shipped, new ChangeFeed(NullLogger<ChangeFeed>.Instance), TimeProvider.System, NullLogger<ScenarioCatalogue>.Instance, _roadmap);

    [Fact]
    public void Find_ShippedContent_CoversEveryTask()
    {
        var covers = Find();

        // A task with children is done by its children, as its state is.
        var uncovered = _roadmap.TaskIdentifiers.Where(task => !covers.Contains(task) && !HasChildren(task)).ToList();
        Assert.Equal(163, _roadmap.TaskIdentifiers.Count);
        Assert.True(uncovered.Count == 0, $"Nothing covers {string.Join(", ", uncovered)}.");
    }

    [Fact]
    public void Find_ShippedContent_LeadsToPlacesThatExist()
    {
        foreach (var cover in Find().SelectMany(group => group))
        {
            if (cover.IsDocument)
            {
                Assert.True(File.Exists(Path.Combine(Shipped.Docs, cover.Source)), cover.Source);
                continue;
            }

            var scenario = _scenarios.Find(cover.Source);
            Assert.NotNull(scenario);
            var step = cover.Href.Split("#step-");
            Assert.True(step.Length == 1 || scenario.Steps.Any(one => one.Id == step[1]), cover.Href);
        }
    }

    [Fact]
    public void Find_TaskThatNothingNames_IsNotCovered() => Assert.False(Find().Contains("9.1/a-task-of-nobody"));

    public void Dispose() => _scenarios.Dispose();

    private bool HasChildren(string task) => _roadmap.TaskIdentifiers.Any(other => other.StartsWith(task + "/", StringComparison.Ordinal));

    private ILookup<string, TaskCover> Find() => new TaskCoverage(_scenarios, new CoveringDocuments(Shipped, _roadmap), _roadmap).Find();
}
