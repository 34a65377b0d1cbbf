using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class WhatIfTests
{
    private const double MiB = 1 << 20;
    private static readonly PriceBook _cpuOnly = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 0 };
    private static readonly PriceBook _memoryOnly = PriceTests.Own() with { CpuHour = 0, MemoryGiBHour = 1 };

    /// <summary>
    /// 100 sidecars at 1,000 calls/s: each passes 20 calls/s, 20 × 0.0002 = 0.004 cores, below the 0.1 requested: 10 cores. Memory: 60 MB below the 128 MiB
    /// requested: 12.5 GiB. istiod: 100 ÷ 2,000 = 0.05 cores below the 0.5 requested.
    /// </summary>
    [Fact]
    public void Estimate_IstioSidecarsAtLittleLoad_CostsTheirRequests()
    {
        var cpu = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling, _cpuOnly);
        var memory = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling, _memoryOnly);

        Assert.Equal(730 * 10, cpu.Month[CostShare.Sidecars], 6);
        Assert.Equal(730 * 0.5, cpu.Month[CostShare.ControlPlane], 6);
        Assert.Equal(730 * 12.5, memory.Month[CostShare.Sidecars], 6);
        Assert.Equal(730 * 2, memory.Month[CostShare.ControlPlane], 6);
        Assert.Equal(100 * (10 + 0.5) / 25, cpu.OverheadPercent!.Value, 6);
    }

    /// <summary>100,000 calls/s: 2 × 100,000 × 0.0002 = 40 cores of use, above the 10 requested.</summary>
    [Fact]
    public void Estimate_IstioSidecarsAtMuchLoad_CostsTheirUse()
    {
        var result = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling with { CallsPerSecond = 100_000 }, _cpuOnly);

        Assert.Equal(730 * 40, result.Month[CostShare.Sidecars], 6);
    }

    /// <summary>5 nodes: (0.2 + 0.1) × 5 = 1.5 cores; (512 + 100) MiB × 5. Five waypoints: 0.1 × 5, or 1,000 × 0.00025 ÷ 5 = 0.05 each, below it.</summary>
    [Fact]
    public void Estimate_AmbientWithWaypoints_CountsNodesAndWaypoints()
    {
        var cpu = WhatIf.Estimate(Model("published-istio-ambient-l7"), WhatIfInput.Middling, _cpuOnly);
        var memory = WhatIf.Estimate(Model("published-istio-ambient-l7"), WhatIfInput.Middling, _memoryOnly);

        Assert.Equal(730 * 1.5, cpu.Month[CostShare.NodeAgents], 6);
        Assert.Equal(730 * 5 * 612 / 1024.0, memory.Month[CostShare.NodeAgents], 6);
        Assert.Equal(730 * 0.5, cpu.Month[CostShare.Gateways], 6);
        Assert.False(cpu.Month.ContainsKey(CostShare.Sidecars));
    }

    [Fact]
    public void Estimate_HighAvailability_CostsEveryReplicasRequests()
    {
        var single = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling, _cpuOnly);
        var ha = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling with { HighAvailability = true }, _cpuOnly);
        var linkerd = WhatIf.Estimate(Model("published-linkerd"), WhatIfInput.Middling with { HighAvailability = true }, _cpuOnly);

        Assert.Equal(2 * single.Month[CostShare.ControlPlane], ha.Month[CostShare.ControlPlane], 6);
        Assert.Equal(730 * 2.1, linkerd.Month[CostShare.ControlPlane], 6);
    }

    [Fact]
    public void Estimate_Egress_IsPricedOrSaidNotToBe()
    {
        var prices = PriceTests.Own() with { ZoneEgressGB = 0.02 };

        var result = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling with { ZoneGBMonth = 500, ClusterGBMonth = 100 }, prices);

        Assert.Equal(10, result.Month[CostShare.CrossZone], 9);
        Assert.False(result.Month.ContainsKey(CostShare.CrossCluster));
        Assert.Equal([CostShare.CrossCluster], result.NotPriced);
    }

    [Fact]
    public void Estimate_NothingMeshed_CostsTheApplicationOnly()
    {
        var result = WhatIf.Estimate(Model("published-istio-sidecar"), WhatIfInput.Middling with { MeshedShare = 0 }, _cpuOnly);

        Assert.Equal((0.0, 730 * 25.0), (result.Mesh, result.Total));
    }

    /// <summary>Two models of CPU alone: 0.1 a pod against 1 a node of 20: they cost the same at 10 pods on the first node.</summary>
    [Fact]
    public void Crossovers_TwoLines_AreFoundWhereTheHandFindsThem()
    {
        var sidecar = Model("published-istio-sidecar") with { ControlPlane = new("none", Consumption.None, Consumption.None), Sidecar = new("s", new(0.1, 0), Consumption.None) };
        var agents = sidecar with { Id = "agents", Sidecar = null, NodeAgents = [new("a", new(1, 0), Consumption.None)] };

        var crossovers = Crossovers.Find([sidecar, agents], WhatIfInput.Middling with { PodsPerNode = 1000 }, _cpuOnly, WhatIfAxis.Pods, 100);

        var crossover = Assert.Single(crossovers);
        Assert.Equal(10, crossover.At, 2);
        Assert.Equal((sidecar.Id, "agents"), (crossover.CheaperBelow.Id, crossover.CheaperAbove.Id));
        Assert.Equal(730, crossover.Month, 0);
    }

    [Fact]
    public void Crossovers_ModelsOfRequestsAlone_AreNotCompared()
    {
        var crossovers = Crossovers.Find(PublishedModels.All, WhatIfInput.Middling, ShippedPrices.All[0], WhatIfAxis.CallsPerSecond, 100_000);

        Assert.DoesNotContain(crossovers, crossover => !crossover.CheaperAbove.UseIsKnown || !crossover.CheaperBelow.UseIsKnown);
    }

    [Property]
    public Property Estimate_AnyCluster_IsNeverNegativeAddsUpAndGrowsWithPodsAndCalls() => Prop.ForAll(
        (from pods in Gen.Choose(1, 3000)
         from perNode in Gen.Choose(1, 100)
         from calls in Gen.Choose(0, 50_000)
         from meshed in Gen.Choose(0, 100)
         from ha in Gen.Elements(true, false)
         from waypoints in Gen.Choose(0, 50)
         from model in Gen.Elements(PublishedModels.All.ToArray())
         select (Input: new WhatIfInput(pods, perNode, calls, meshed / 100.0, ha, waypoints, new(0.25, 512 * MiB)), model)).ToArbitrary(),
        each =>
        {
            var prices = ShippedPrices.All[0];
            var result = WhatIf.Estimate(each.model, each.Input, prices);
            var more = WhatIf.Estimate(each.model, each.Input with { Pods = each.Input.Pods * 2, CallsPerSecond = each.Input.CallsPerSecond * 2 }, prices);
            var used = WhatIf.Estimate(each.model, each.Input with { Basis = CostBasis.Usage }, prices);
            return result.Month.Values.All(cost => cost >= 0)
                && Math.Abs(result.Total - result.Mesh - result.Month[CostShare.App]) < 1e-6 * result.Total
                && Math.Abs(WhatIf.MeshMonth(each.model, each.Input, prices) - result.Mesh) < 1e-6
                && more.Mesh >= result.Mesh - 1e-9
                && used.Mesh <= result.Mesh + 1e-9;
        });

    /// <summary>The whole what-if part of the page, 4 models and two axes with their crossovers, has to answer within 100 ms; docs/costs.md states what it takes.</summary>
    [Fact]
    public void WhatIf_WholePage_AnswersWithin100Milliseconds()
    {
        var models = PublishedModels.All.Concat(PublishedModels.All.Select(model => model with { Id = model.Id + "-again" })).ToList();
        void Page(double pods)
        {
            var input = WhatIfInput.Middling with { Pods = pods };
            _ = models.Select(model => WhatIf.Estimate(model, input, ShippedPrices.All[0])).ToList();
            foreach (var axis in Enum.GetValues<WhatIfAxis>())
            {
                _ = Crossovers.Curves(models, input, ShippedPrices.All[0], axis, 5_000);
                _ = Crossovers.Find(models, input, ShippedPrices.All[0], axis, 5_000);
            }
        }

        Page(1);
        var times = Enumerable.Range(1, 20).Select(round =>
        {
            var began = Stopwatch.GetTimestamp();
            Page(round * 10);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }).Order().ToList();

        TestContext.Current.TestOutputHelper?.WriteLine($"median {times[10]:0.00} ms, slowest {times[^1]:0.00} ms for {models.Count} models");
        Assert.InRange(times[10], 0, 100);
    }

    private static MeshCostModel Model(string id) => PublishedModels.All.Single(model => model.Id == id);
}
