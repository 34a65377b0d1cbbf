using Xunit;
using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Tests.Scenarios;

public sealed class ShippedScenariosTests
{
    public static TheoryData<string> Folders() =>
        [.. Directory.EnumerateDirectories(ScenarioFolder.Shipped).Select(folder => Path.GetFileName(folder)).Where(name => name != "shared").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Load_ShippedScenario_HasNoProblems(string name)
    {
        var load = new ScenarioLoader().Load(Path.Combine(ScenarioFolder.Shipped, name));

        Assert.Empty(load.Problems);
        Assert.Equal(name, load.Scenario!.Name);
        Assert.NotEmpty(load.Scenario.Steps);
    }
}
