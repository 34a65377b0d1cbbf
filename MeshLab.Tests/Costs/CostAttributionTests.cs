using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Measurements;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class CostAttributionTests
{
    private const double Hour = 3600;
    private static readonly PriceBookFor1And1 _prices = new();

    /// <summary>One node for an hour: an app of 0.2 cores, a sidecar that uses 0.02 and requests 0.1, an agent of 0.06; the node used 0.4.</summary>
    [Fact]
    public void Attribute_OneNode_IsWhatTheHandReckons()
    {
        var cost = CostAttribution.Attribute(Use(
            [
                Container("a", "podinfo", WorkloadClass.App, used: 0.2, request: 0),
                Container("a", "istio-proxy", WorkloadClass.Proxy, used: 0.02, request: 0.1),
                Container("z", "istio-proxy", WorkloadClass.NodeAgent, used: 0.06, request: 0),
            ],
            nodeCpu: 0.4)).Single();

        Assert.Equal(0.2, cost.Of(CostShare.App).Charged.CpuCores, 9);
        Assert.Equal((0.02, 0.1), (Math.Round(cost.Of(CostShare.Sidecars).Used.CpuCores, 9), Math.Round(cost.Of(CostShare.Sidecars).Charged.CpuCores, 9)));
        Assert.Equal(0.4 - 0.28, cost.Of(CostShare.Unattributed).Charged.CpuCores, 9);
        Assert.Equal(0.2 + 0.1 + 0.06 + 0.12, cost.Total.Charged.CpuCores, 9);
        Assert.Equal(0.4, cost.Total.Used.CpuCores, 9);
        Assert.Equal(730 * 0.48, cost.Total.Charged.Month(_prices.Cpu), 6);
        Assert.Equal((1, 1.0, 1.0), (cost.Nodes, cost.Proxies, cost.AppPods));
    }

    [Fact]
    public void Attribute_PodThatLivedHalfTheTime_CountsHalf()
    {
        var cost = CostAttribution.Attribute(Use(
            [
                Container("a", "podinfo", WorkloadClass.App, used: 0.2, request: 0),
                Container("b", "podinfo", WorkloadClass.App, used: 0.2, request: 0.5, seconds: Hour / 2),
            ],
            nodeCpu: 1)).Single();

        Assert.Equal(0.3, cost.Of(CostShare.App).Used.CpuCores, 9);
        Assert.Equal(0.2 + 0.25, cost.Of(CostShare.App).Charged.CpuCores, 9);
        Assert.Equal(1.5, cost.AppPods, 9);
    }

    [Theory]
    [InlineData(AgentSharing.ByPods, 0.04, 0.04)]
    [InlineData(AgentSharing.ByTraffic, 0.06, 0.02)]
    public void Attribute_NodeAgents_AreDividedAsAskedAndAddUp(AgentSharing sharing, double first, double second)
    {
        var cost = CostAttribution.Attribute(
            Use(
                [
                    Container("a", "podinfo", WorkloadClass.App, used: 0.3, request: 0),
                    Container("b", "podinfo", WorkloadClass.App, used: 0.1, request: 0),
                    Container("z", "ztunnel", WorkloadClass.NodeAgent, used: 0.08, request: 0),
                ],
                nodeCpu: 1),
            sharing).Single();

        Assert.Equal([first, second], cost.Pods.Select(pod => Math.Round(pod.NodeAgents.Used.CpuCores, 9)));
    }

    [Fact]
    public void Attribute_OriginsAndSources_AreNeverAddedUp()
    {
        var measured = Container("a", "podinfo", WorkloadClass.App, used: 0.2, request: 0);
        var use = Use([measured, measured with { Origin = Origin.Simulated }, measured with { Source = "prometheus" }], nodeCpu: 1);
        use = use with { Nodes = [use.Nodes[0], use.Nodes[0] with { Origin = Origin.Simulated }, use.Nodes[0] with { Source = "prometheus" }] };

        var costs = CostAttribution.Attribute(use);

        Assert.Equal(3, costs.Count);
        Assert.All(costs, cost => Assert.Equal(0.2, cost.Of(CostShare.App).Used.CpuCores, 9));
    }

    [Fact]
    public void Attribute_UnknownRequests_AreSaid()
    {
        var cost = CostAttribution.Attribute(Use([Container("a", "podinfo", WorkloadClass.App, used: 0.2, request: 0) with { CpuRequestCores = null }], nodeCpu: 1)).Single();

        Assert.False(cost.RequestsKnown);
    }

    [Property]
    public Property Attribute_AnyUse_SharesAddUpAreNeverNegativeAndChargeAtLeastWhatWasUsed() => Prop.ForAll(
        (from containers in Containers()
         from node in Gen.Choose(0, 4000)
         select Use(containers, node / 1000.0)).ToArbitrary(),
        use =>
        {
            var cost = CostAttribution.Attribute(use).Single();
            var parts = cost.Shares.Values.Sum(share => share.Charged.Month(_prices.Both));
            var pods = cost.Pods.Aggregate(default(UsedAndCharged), (sum, pod) => sum + pod.App + pod.Sidecar);
            var ours = cost.Of(CostShare.App) + cost.Of(CostShare.Sidecars);
            return cost.Shares.Values.All(share => share.Used is { CpuCores: >= 0, MemoryBytes: >= 0 } && share.Charged.CpuCores >= share.Used.CpuCores - 1e-12)
                && Math.Abs(parts - cost.Total.Charged.Month(_prices.Both)) < 1e-6 * Math.Max(1, parts)
                && Math.Abs(pods.Charged.CpuCores - ours.Charged.CpuCores) < 1e-9;
        });

    [Property]
    public Property Attribute_NodeAgents_PodsPartsAddUpToTheAgents() => Prop.ForAll(
        Containers().ToArbitrary(),
        containers =>
        {
            var all = containers.Append(Container("z", "ztunnel", WorkloadClass.NodeAgent, used: 0.5, request: 0)).Append(Container("a", "app", WorkloadClass.App, used: 0.1, request: 0)).ToList();
            return new[] { AgentSharing.ByPods, AgentSharing.ByTraffic }.All(sharing =>
            {
                var cost = CostAttribution.Attribute(Use(all, 4), sharing).Single();
                return Math.Abs(cost.Pods.Sum(pod => pod.NodeAgents.Charged.CpuCores) - cost.Of(CostShare.NodeAgents).Charged.CpuCores) < 1e-9;
            });
        });

    private static Gen<List<ContainerUse>> Containers() =>
        (from pod in Gen.Choose(0, 5)
         from workloadClass in Gen.Elements(WorkloadClass.App, WorkloadClass.Proxy, WorkloadClass.NodeAgent, WorkloadClass.Gateway, WorkloadClass.ControlPlane, WorkloadClass.Other)
         from used in Gen.Choose(0, 500)
         from request in Gen.Choose(0, 500)
         from seconds in Gen.Choose(1, 3600)
         select Container($"p{pod}", $"c{used}", workloadClass, used / 1000.0, request / 1000.0, seconds)).ListOf().Select(list => list.ToList());

    internal static ClusterUse Use(IReadOnlyList<ContainerUse> containers, double nodeCpu) =>
        new("lab", Observed.Start, Observed.Start.AddHours(1), containers, [new("n1", Origin.Measured, "kubelet-summary", Hour, nodeCpu * Hour, null)]);

    internal static ContainerUse Container(string pod, string container, WorkloadClass workloadClass, double used, double request, double seconds = Hour) => new(
        "n1", "shop", pod, container, workloadClass, "istio", Origin.Measured, "kubelet-summary", seconds,
        new(used * seconds, Math.Max(used, request) * seconds), new(0, 0), request, 0);

    private sealed class PriceBookFor1And1
    {
        public MeshLab.Core.Costs.Prices.PriceBook Cpu { get; } = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 0 };

        public MeshLab.Core.Costs.Prices.PriceBook Both { get; } = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 1 };
    }
}
