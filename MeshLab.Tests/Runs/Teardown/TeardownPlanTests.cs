using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Teardown;
using MeshLab.Core.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs.Teardown;

public sealed class TeardownPlanTests
{
    private static readonly Dictionary<string, string> Clusters = new() { ["one"] = "east", ["two"] = "west" };

    [Fact]
    public void Plan_AfterRolesWereSwapped_HasAStepOfItsOwnForEveryCluster()
    {
        var scenario = new Scenario("swap", "Swap", "", "9.1", Mesh.None, [new ClusterRole("one", ""), new ClusterRole("two", "")], [], [], [Step("config")], [], ".");

        var plan = TeardownPlan.Of(scenario, Clusters, [Held("east", "config"), Held("west", "config")]);

        Assert.Equal([("config@west", "west"), ("config", "east")], plan.Select(step => (step.Id, step.Cluster)));
        Assert.All(plan, step => Assert.Single(step.Items));
    }

    [Fact]
    public void Plan_OfAStepThatIsGone_KeepsBothClusters()
    {
        var plan = TeardownPlan.Of(null, Clusters, [Held("east", "config"), Held("west", "config")]);

        Assert.Equal(["config@east", "config@west"], plan.Select(step => step.Id).Order(StringComparer.Ordinal));
    }

    private static ScenarioStep Step(string id) => new(id, id, "", "one", [], null, [], [new NamespaceAction("undone", new Dictionary<string, string>(), new Dictionary<string, string>())], null, null, TimeSpan.FromMinutes(1), 0, 0);

    private static HeldItem Held(string cluster, string step) => new(new InventoryItem(cluster, "v1", "ConfigMap", "space", "config", step, Existed: false), 1, "swap");
}
