using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Costs.Advice;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Costs;

/// <summary>Every piece of advice, with the manifest that carries it out held against the real definitions.</summary>
public sealed class AdviceManifestTests
{
    private static readonly PriceBook _prices = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 0.1 };

    [Fact]
    public async Task Advise_IstioAndLinkerd_GivesEveryKindWithAManifest()
    {
        var advice = await AdviseAsync();

        Assert.Equal(["ambient", "control-plane-size", "selective-injection", "sidecar-requests", "sidecar-scope"], Kinds(advice, "istio-sidecar"));
        Assert.Equal(["selective-injection", "sidecar-requests"], Kinds(advice, "linkerd"));
        Assert.All(advice, each => Assert.True(each.Manifest.Length > 40 && each.Why.Length > 40 && each.Caution.Length > 20, each.Kind));
    }

    [Fact]
    public async Task Manifests_OfObjects_FitTheRealDefinitions()
    {
        var schemas = CustomResourceSchemas.Require();
        var objects = (await AdviseAsync()).Where(each => each.Kind is "ambient" or "selective-injection" or "sidecar-scope").SelectMany(each => ManifestReader.Read(each.Manifest, each.Kind)).ToList();

        Assert.Equal(["Namespace", "Sidecar"], objects.Select(each => (string)each.Resource["kind"]!).Distinct().Order());
        Assert.Empty(objects.SelectMany(each => ManifestSchemaTests.Problems(schemas, each.Resource)));
        Assert.NotEmpty(ManifestSchemaTests.Problems(schemas, Broken(objects.First(each => (string)each.Resource["kind"]! == "Sidecar").Resource)));
    }

    /// <summary>Values of charts: the keys are those of the charts' own values files.</summary>
    [Theory]
    [InlineData("istio-sidecar", "sidecar-requests", "global", "proxy", "resources", "requests", "cpu")]
    [InlineData("istio-sidecar", "sidecar-requests", "global", "proxy", "resources", "limits", "memory")]
    [InlineData("istio-sidecar", "control-plane-size", "resources", "requests", "memory")]
    [InlineData("linkerd", "sidecar-requests", "proxy", "resources", "cpu", "request")]
    [InlineData("linkerd", "sidecar-requests", "proxy", "resources", "memory", "limit")]
    public async Task Manifests_OfValues_HaveTheChartsKeysAndAQuantity(string variant, string kind, params string[] path)
    {
        var manifest = (await AdviseAsync()).Single(each => each.Kind == kind && each.Row.StartsWith(variant, StringComparison.Ordinal)).Manifest;

        var values = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<object>(manifest);
        var value = path.Aggregate(values, (node, key) => ((IDictionary<object, object>)node)[key]);

        Assert.Matches("^[1-9][0-9]*(m|Mi|Gi)?$", (string)value);
    }

    [Fact]
    public async Task Ambient_MeasuredBesideSidecars_ComparesTheTwoMeasurements()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await IstioAsync(cluster, 0);
        await cluster.UseAsync("c", "podinfo", WorkloadClass.App, [.. Enumerable.Repeat(0.2, 12)], from: 1_000 * 60);
        await cluster.UseAsync("ztunnel-1", "istio-proxy", WorkloadClass.NodeAgent, [.. Enumerable.Repeat(0.01, 12)], request: 0.2, from: 1_000 * 60, @namespace: "istio-system");
        cluster.Periods.Add(CostedCluster.Period("istio-ambient", 60_000, 60_720, 9));

        var rows = await cluster.Comparison.CompareAsync([], MeshLab.Tests.Measurements.Observed.Start, MeshLab.Tests.Measurements.Observed.Start.AddDays(1), AgentSharing.ByPods, CancellationToken.None);
        var ambient = Assert.Single(CostAdvisor.Advise(rows, _prices), each => each.Kind == "ambient");

        var (istio, mesh) = (rows.Single(row => row.Variant == "istio-sidecar"), rows.Single(row => row.Variant == "istio-ambient"));
        Assert.Equal(istio.Mesh(_prices, CostBasis.RequestOrUsage).Mean - mesh.Mesh(_prices, CostBasis.RequestOrUsage).Mean, ambient.SavesMonth!.Value, 9);
        Assert.StartsWith("Both as measured", ambient.SavesBasis, StringComparison.Ordinal);
    }

    private static JsonObject Broken(JsonObject sidecar)
    {
        var copy = (JsonObject)sidecar.DeepClone();
        copy["spec"]!["egres"] = new JsonArray();
        return copy;
    }

    private static IEnumerable<string> Kinds(IEnumerable<CostAdvice> advice, string variant) =>
        advice.Where(each => each.Row.StartsWith(variant, StringComparison.Ordinal)).Select(each => each.Kind).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<CostAdvice>> AdviseAsync()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await IstioAsync(cluster, 0);
        await cluster.UseAsync("l", "podinfo", WorkloadClass.App, [.. Enumerable.Repeat(0.2, 12)], from: 3_600, @namespace: "batch");
        await cluster.UseAsync("l", "linkerd-proxy", WorkloadClass.Proxy, [.. Enumerable.Repeat(0.001, 12)], request: 0.1, from: 3_600, @namespace: "batch");
        cluster.Periods.Add(CostedCluster.Period("linkerd", 3_600, 4_320, 3));
        return CostAdvisor.Advise(await cluster.CompareAsync(), _prices);
    }

    /// <summary>Twelve minutes of a busy and of an idle namespace with sidecars, and a control plane that asks for much more than it uses.</summary>
    private static async Task IstioAsync(CostedCluster cluster, double from)
    {
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [.. Enumerable.Repeat(0.2, 12)], from: from);
        await cluster.UseAsync("a", "istio-proxy", WorkloadClass.Proxy, [.. Enumerable.Repeat(0.02, 12)], request: 0.1, memory: 50 << 20, memoryRequest: 128 << 20, from: from);
        await cluster.UseAsync("b", "podinfo", WorkloadClass.App, [.. Enumerable.Repeat(0.2, 12)], from: from, @namespace: "batch");
        await cluster.UseAsync("b", "istio-proxy", WorkloadClass.Proxy, [.. Enumerable.Repeat(0.001, 12)], request: 0.1, memoryRequest: 128 << 20, from: from, @namespace: "batch");
        await cluster.UseAsync("istiod-1", "discovery", WorkloadClass.ControlPlane, [.. Enumerable.Repeat(0.02, 12)], request: 0.5, memoryRequest: 2L << 30, from: from, @namespace: "istio-system");
        cluster.Periods.Add(CostedCluster.Period("istio-sidecar", from, from + 720));
    }
}
