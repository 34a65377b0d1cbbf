using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Teardown;
using Xunit;

namespace MeshLab.Tests.Runs.Teardown;

public sealed class FleetAgentsTests
{
    [Theory]
    [InlineData("cattle-fleet-system", "fleet-agent", true)]
    [InlineData("cattle-fleet-system", "fleet-agent-bootstrap", true)]
    [InlineData("cattle-fleet-system", "sh.helm.release.v1.fleet-agent-east.v3", true)]
    [InlineData("cattle-fleet-system", "fleet-agents-own-data", false)]
    [InlineData("cattle-fleet-system", "sh.helm.release.v1.database.v1", false)]
    [InlineData("shop", "fleet-agent", false)]
    public void Made_InANamespace_IsTheAgentsOwnOnly(string space, string name, bool expected)
    {
        var metadata = new JsonObject { ["namespace"] = space, ["name"] = name };

        Assert.Equal(expected, FleetAgents.Made(metadata));
        Assert.Equal(!expected, MadeByMachines.IsForeign(new JsonObject { ["kind"] = "Secret", ["metadata"] = metadata }, new HashSet<(string, string)>()));
    }
}
