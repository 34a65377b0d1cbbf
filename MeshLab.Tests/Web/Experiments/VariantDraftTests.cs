using MeshLab.Core.Scenarios;
using MeshLab.Web.Pages.Experiments;
using Xunit;

namespace MeshLab.Tests.Web.Experiments;

public sealed class VariantDraftTests
{
    private static readonly string[] _clusters = ["demo", "demo-east", "demo-west"];

    [Fact]
    public void TakeRoles_SeveralRoles_AreBoundToDifferentClustersAndOneIsMeasured()
    {
        var draft = VariantDraft.OfStanding("demo-west");
        draft.Scenario = "two";

        draft.TakeRoles(Scenario("main", "east"), _clusters);

        Assert.Equal(("demo-west", "demo"), (draft.ClusterOf("main"), draft.ClusterOf("east")));
        draft.Measured = "east";
        var variant = draft.Read();
        Assert.Equal(("east", "demo"), (variant.Role, variant.Cluster));
        Assert.Equal(new Dictionary<string, string> { ["main"] = "demo-west", ["east"] = "demo" }, variant.Clusters);
    }

    [Fact]
    public void TakeRoles_BackToOne_ForgetsTheOthers()
    {
        var draft = VariantDraft.OfMesh("linkerd", "demo");
        draft.TakeRoles(Scenario("east", "west"), _clusters);

        draft.TakeRoles(null, _clusters);

        var variant = draft.Read();
        Assert.Equal((null, "demo"), (variant.Role, variant.Cluster));
        Assert.Equal("main", Assert.Single(variant.Clusters).Key);
    }

    private static Scenario Scenario(params string[] roles) => new("two", "Two", "", "9.4", Mesh.None, [.. roles.Select(role => new ClusterRole(role, ""))], [], [], [], [], "");
}
