using MeshLab.Core;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Loading;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class ShippedScenariosTests
{
    public static TheoryData<string> Folders() =>
        [.. Directory.EnumerateDirectories(ScenarioFolder.Shipped).Select(folder => Path.GetFileName(folder)).Where(name => name != "shared").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Load_ShippedScenario_HasNoProblems(string name)
    {
        var roadmap = new RoadmapCatalogue(new ContentDirectories(Options.Create(new MeshLabOptions())));
        Assert.NotEmpty(roadmap.TaskIdentifiers);

        var load = new ScenarioLoader(task => TaskReferences.Problem(roadmap, task)).Load(Path.Combine(ScenarioFolder.Shipped, name));

        Assert.Empty(load.Problems);
        Assert.Equal(name, load.Scenario!.Name);
        Assert.NotEmpty(load.Scenario.Steps);
    }
}
