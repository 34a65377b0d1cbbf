using System.Text;
using MeshLab.Core.Costs.Advice;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Decision;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class CostComparisonTests
{
    private static readonly PriceBook _prices = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 0 };

    /// <summary>App 0.2 cores, sidecar charged its request of 0.1, istiod its request of 0.5: mesh 0.6, 300 % of the app.</summary>
    [Fact]
    public async Task Compare_BaselineAndSidecars_GivesOneRowEachWithWhatTheHandReckons()
    {
        await using var cluster = await SidecarsAsync();

        var rows = await cluster.CompareAsync();

        Assert.Equal(["baseline", "istio-sidecar"], rows.Select(row => row.Variant));
        var (baseline, istio) = (rows[0], rows[1]);
        Assert.Equal((0.0, 730 * 0.2), (baseline.Mesh(_prices, CostBasis.RequestOrUsage).Mean, Math.Round(baseline.Total(_prices, CostBasis.RequestOrUsage).Mean, 6)));
        Assert.Equal(730 * 0.6, istio.Mesh(_prices, CostBasis.RequestOrUsage).Mean, 6);
        Assert.Equal(300, istio.MeshPercent(_prices, CostBasis.RequestOrUsage)!.Value, 6);
        Assert.Equal(50, istio.SidecarPercent(_prices, CostBasis.RequestOrUsage)!.Value, 6);
        Assert.Equal((1.0, 1.0, 1.0), (istio.AppPods, istio.Proxies, istio.ControlPlanePods));
        Assert.Null(istio.Mesh(_prices, CostBasis.RequestOrUsage).Low);
        Assert.Equal(Origin.Measured, istio.Origin);
    }

    [Fact]
    public async Task Compare_KnownLoad_FitsTheCostOfACall()
    {
        await using var cluster = await SidecarsAsync();

        var istio = (await cluster.CompareAsync())[1];

        // Minutes of 0, 100, 200, 400, 800 calls/s at 0.002 + 0.0001 a call.
        Assert.Equal(0.0001, istio.ProxyFit!.PerCall, 6);
        Assert.Equal(0.002, istio.ProxyFit.AtRest, 6);
        Assert.Equal(300, istio.CallsPerSecond!.Value, 6);
        Assert.True(istio.Model!.UseIsKnown);
        Assert.Equal(0.1, istio.Model.Sidecar!.Request.CpuCores, 6);
    }

    [Fact]
    public async Task Compare_Repetitions_AreARowWithAnInterval()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        for (var run = 0; run < 3; run++)
        {
            await cluster.UseAsync($"a{run}", "podinfo", WorkloadClass.App, [0.2, 0.2], from: run * 120);
            await cluster.UseAsync($"a{run}", "istio-proxy", WorkloadClass.Proxy, [0.1 + (run * 0.1), 0.1 + (run * 0.1)], from: run * 120);
            cluster.Periods.Add(CostedCluster.Period("istio-sidecar", run * 120, (run + 1) * 120, run + 1));
        }

        var row = Assert.Single(await cluster.CompareAsync());

        var mesh = row.Mesh(_prices, CostBasis.Usage);
        Assert.Equal((3, 730 * 0.2), (mesh.Repetitions, Math.Round(mesh.Mean, 6)));
        Assert.Equal((730 * 0.1, 730 * 0.3), (Math.Round(mesh.Low!.Value, 6), Math.Round(mesh.High!.Value, 6)));
        Assert.Null(row.CallsPerSecond);
    }

    [Fact]
    public async Task Compare_OriginsAndClusters_AreRowsOfTheirOwn()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2]);
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2], cluster: "demo", origin: Origin.Simulated);
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 120));
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 120, 2, "demo"));

        Assert.Equal([("demo", Origin.Simulated), ("lab", Origin.Measured)], (await cluster.CompareAsync()).Select(row => (row.Cluster, row.Origin)));
        Assert.Equal("lab", Assert.Single(await cluster.CompareAsync("lab")).Cluster);
    }

    [Fact]
    public async Task Csv_Rows_CarryPricesBasisOriginAndRunsAndDefuseFormulas()
    {
        await using var cluster = await SidecarsAsync();

        var text = Encoding.UTF8.GetString(CostCsv.Write(await cluster.CompareAsync(), _prices with { Id = "=cmd" }, CostBasis.RequestOrUsage));

        var rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("cluster,variant,high_availability,", rows[0], StringComparison.Ordinal);
        Assert.All(rows[1..], row => Assert.Contains(",EUR,max(request;usage),'=cmd,measured,kubelet-summary,", row, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains(",Sidecars,", StringComparison.Ordinal) && row.EndsWith(",2,,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advise_RequestsAboveUse_GivesPercentilesSavingsAndAManifest()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2, 0.2, 0.2]);
        await cluster.UseAsync("a", "istio-proxy", WorkloadClass.Proxy, [0.012, 0.012, 0.012, 0.012], request: 0.1, memory: 50 << 20, memoryRequest: 128 << 20);
        cluster.Periods.Add(CostedCluster.Period("istio-sidecar", 0, 240));

        var advice = CostAdvisor.Advise(await cluster.CompareAsync(), _prices);

        var requests = Assert.Single(advice, each => each.Kind == "sidecar-requests");
        // 12 mCPU is 15m rounded up to a step of five; 50 MiB with a fifth more is 60, 64 in steps of eight. Saved: 0.1 − 0.015 cores.
        Assert.Contains("cpu: 15m", requests.Manifest, StringComparison.Ordinal);
        Assert.Contains("memory: 64Mi", requests.Manifest, StringComparison.Ordinal);
        Assert.Equal(730 * 0.085, requests.SavesMonth!.Value, 6);
        Assert.Contains("100 mCPU", requests.Why, StringComparison.Ordinal);
        Assert.Contains(advice, each => each.Kind == "sidecar-scope" && each.SavesMonth is null && each.Manifest.Contains("kind: Sidecar", StringComparison.Ordinal));
        Assert.Contains(advice, each => each.Kind == "ambient" && each.Manifest.Contains("istio.io/dataplane-mode: ambient", StringComparison.Ordinal));
        Assert.DoesNotContain(advice, each => each.Kind == "selective-injection");
    }

    [Fact]
    public async Task Advise_IdleSidecars_AsksWhetherTheirNamespaceNeedsThem()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        double[] quiet = [.. Enumerable.Repeat(0.001, 12)];
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, quiet, @namespace: "batch");
        await cluster.UseAsync("a", "linkerd-proxy", WorkloadClass.Proxy, quiet, request: 0.1, @namespace: "batch");
        await cluster.UseAsync("b", "linkerd-proxy", WorkloadClass.Proxy, [.. quiet[..10], 0.3, 0.3], request: 0.1, @namespace: "shop");
        cluster.Periods.Add(CostedCluster.Period("linkerd", 0, 720));

        var idle = Assert.Single(CostAdvisor.Advise(await cluster.CompareAsync(), _prices), each => each.Kind == "selective-injection");

        Assert.Equal(73, idle.SavesMonth!.Value, 6);
        Assert.Contains("linkerd.io/inject: disabled", idle.Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Measured_LinksEveryRowToItsRunsAndStaysOpenWithoutRepetitions()
    {
        await using var cluster = await SidecarsAsync();
        await cluster.UseAsync("l", "podinfo", WorkloadClass.App, [0.2, 0.2], from: 1200);
        await cluster.UseAsync("l", "linkerd-proxy", WorkloadClass.Proxy, [0.01, 0.01], from: 1200);
        cluster.Periods.Add(CostedCluster.Period("linkerd", 1200, 1320, 3));

        var draft = DecisionDraft.Write(await cluster.CompareAsync(), _prices, CostBasis.RequestOrUsage, "http://lab:5080", new(2026, 1, 2));

        Assert.StartsWith("---\nstatus: proposed\ndate: 2026-01-02\n---\n# ", draft, StringComparison.Ordinal);
        Assert.Contains("[run 2](http://lab:5080/runs/2), [measurements](http://lab:5080/measurements?cluster=lab&from=2026-01-01T00:10:00Z", draft, StringComparison.Ordinal);
        Assert.Contains("Open: linkerd cost least, but without repetitions", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("Simulated", draft, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Simulated_SaysSoAndProposesNothing()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2], cluster: "demo", origin: Origin.Simulated);
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 120, cluster: "demo"));

        var draft = DecisionDraft.Write(await cluster.CompareAsync(), _prices, CostBasis.Usage, "", new(2026, 1, 2));

        Assert.Contains("**Simulated.**", draft, StringComparison.Ordinal);
        Assert.Contains("Open: fewer than two variants were measured on a real cluster.", draft, StringComparison.Ordinal);
    }

    /// <summary>A baseline in the first ten minutes, sidecars in the five after them, under rising load.</summary>
    private static async Task<CostedCluster> SidecarsAsync()
    {
        var cluster = await CostedCluster.CreateAsync();
        double[] calls = [0, 100, 200, 400, 800];
        await cluster.UseAsync("b", "podinfo", WorkloadClass.App, [0.2, 0.2, 0.2, 0.2, 0.2]);
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2, 0.2, 0.2, 0.2], from: 600);
        await cluster.UseAsync("a", "istio-proxy", WorkloadClass.Proxy, [.. calls.Select(each => 0.002 + (0.0001 * each))], request: 0.1, from: 600);
        await cluster.UseAsync("istiod", "discovery", WorkloadClass.ControlPlane, [0.01, 0.01, 0.01, 0.01, 0.01], request: 0.5, from: 600, @namespace: "istio-system");
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 300));
        cluster.Periods.Add(CostedCluster.Period("istio-sidecar", 600, 900, 2, loads: [.. calls.Select((each, minute) => CostedCluster.Load(600 + (minute * 60), 660 + (minute * 60), each * 60))]));
        return cluster;
    }
}
