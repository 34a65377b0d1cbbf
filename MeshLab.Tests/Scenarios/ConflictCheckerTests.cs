using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Conflicts;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Core.Scenarios.Templates;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class ConflictCheckerTests
{
    private static readonly Scenario Istio = Shipped("istio-tutorial");
    private static readonly Scenario Linkerd = Shipped("linkerd-tutorial");
    private static readonly Scenario Cilium = Shipped("cilium-tutorial");
    private static readonly Scenario CrossCluster = Shipped("cross-cluster-networking");

    [Fact]
    public void Check_EmptyCluster_HasNoConflicts() => Assert.Empty(ConflictChecker.Check(Istio, [], []));

    [Fact]
    public void Check_SameScenarioAgain_HasNoConflicts() =>
        Assert.Empty(ConflictChecker.Check(Cilium, [Cilium], ["cilium 1.19.4"]));

    [Fact]
    public void Check_TwoInjectorsInOneNamespace_NamesBoth()
    {
        var conflict = Assert.Single(ConflictChecker.Check(Linkerd with { Conflicts = [] }, [Istio with { Conflicts = [] }], ["istio 1.30.3"]));

        Assert.Equal("istio-tutorial", conflict.With);
        Assert.Contains("the namespace mesh-demo would have two injectors, Istio's sidecar injector, Linkerd's proxy injector", conflict.Message, StringComparison.Ordinal);
        Assert.Contains("Tear istio-tutorial down first", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TwoNetworkPlugins_AreRefused() =>
        Assert.Contains("both bring a network plugin", Assert.Single(ConflictChecker.Check(CrossCluster with { Conflicts = [] }, [Cilium with { Conflicts = [] }], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_StepsThatAreNotTaken_DoNotCount()
    {
        var submariner = TemplateContext.For(CrossCluster, new Dictionary<string, string> { ["path"] = "submariner" });

        Assert.Empty(ConflictChecker.Check(CrossCluster with { Conflicts = [] }, [Cilium with { Conflicts = [] }], ["cilium 1.19.4"], "west", submariner));
    }

    [Fact]
    public void Check_NetworkPluginFoundOnTheCluster_IsRefused() =>
        Assert.Contains("runs cilium 1.18.0 already", Assert.Single(ConflictChecker.Check(Cilium, [], ["cilium 1.18.0"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_MeshNamedAndFound_IsRefused() =>
        Assert.Equal("istio-ambient", Assert.Single(ConflictChecker.Check(Linkerd, [], ["istio 1.30.3", "istio-ambient 1.30.3"])).With);

    [Fact]
    public void Check_DeclaredByTheOther_IsRefused()
    {
        var plain = Istio with { Name = "plain", Steps = [], Conflicts = [], Mesh = Mesh.None };

        Assert.Contains("they say so themselves", Assert.Single(ConflictChecker.Check(plain, [plain with { Name = "other", Conflicts = ["plain"] }], [])).Message, StringComparison.Ordinal);
        Assert.Empty(ConflictChecker.Check(plain, [plain with { Name = "other" }], []));
    }

    [Fact]
    public void Check_SameRelease_IsRefused()
    {
        var one = Istio with { Name = "one", Conflicts = [] };

        Assert.Contains("both own the Helm release istio-system/istiod", Assert.Single(ConflictChecker.Check(one, [Istio with { Conflicts = [] }], [])).Message, StringComparison.Ordinal);
    }

    private static Scenario Shipped(string name) => new ScenarioLoader().Load(Path.Combine(ScenarioFolder.Shipped, name)).Scenario!;
}
