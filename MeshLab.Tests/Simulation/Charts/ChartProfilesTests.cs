using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Store;
using MeshLab.Tests.Simulation.Traffic;
using Xunit;

namespace MeshLab.Tests.Simulation.Charts;

/// <summary>What charts create on a demo cluster, and what they refuse.</summary>
public sealed class ChartProfilesTests
{
    private readonly DemoCluster _cluster = new("demo", new ObjectStore(), TimeProvider.System);

    public static TheoryData<string> Charts => [.. ChartProfiles.Names];

    [Fact]
    public void Chart_WithoutProfile_IsRefusedWithTheOnesThereAre()
    {
        var refusal = Assert.Throws<ChartProfileException>(() => Render("nginx"));

        Assert.Contains("the chart nginx", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("istiod", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("real cluster", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Profile_OfEveryChart_MakesObjectsOfKindsTheClusterServes(string chart)
    {
        if (chart is "fleet" or "argocd-apps")
        {
            Define(Render(chart == "fleet" ? "fleet-crd" : "argo-cd"));
        }
        else if (chart == "admiralty")
        {
            Define(Render("cert-manager", "{crds: {enabled: true}}"));
        }

        var objects = Render(chart, Values(chart));

        Assert.NotEmpty(objects);
        Assert.Equal(objects.Count, objects.DistinctBy(one => (one["apiVersion"]!.ToString(), one["kind"]!.ToString(), one["metadata"]!["namespace"]?.ToString(), one["metadata"]!["name"]!.ToString())).Count());
        Define(objects);
        Assert.All(objects, one => Assert.NotNull(_cluster.Types.FindKind(one["apiVersion"]!.ToString(), one["kind"]!.ToString())));
    }

    [Fact]
    public void Istiod_HonoursReplicasResourcesAndProxyValues()
    {
        var objects = Render("istiod", "{replicaCount: 2, autoscaleEnabled: false, resources: {requests: {cpu: 100m}}, global: {proxy: {resources: {requests: {cpu: 10m}}}}}");

        var istiod = objects.Single(one => one["kind"]!.ToString() == "Deployment");
        Assert.Equal(2, (int)istiod["spec"]!["replicas"]!);
        Assert.Equal("100m", istiod["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]!.ToString());
        Assert.DoesNotContain(objects, one => one["kind"]!.ToString() == "HorizontalPodAutoscaler");
        var injection = JsonNode.Parse(objects.Single(one => one.Name() == "istio-sidecar-injector" && one["kind"]!.ToString() == "ConfigMap")["data"]!["values"]!.ToString())!;
        Assert.Equal("10m", injection["global"]!["proxy"]!["resources"]!["requests"]!["cpu"]!.ToString());
    }

    [Theory]
    [InlineData("{}", "Please provide the identity trust anchors")]
    [InlineData("{identityTrustAnchorsPEM: nonsense, identity: {issuer: {tls: {crtPEM: nonsense, keyPEM: nonsense}}}}", "no valid PEM")]
    public void Linkerd_WithoutGoodCertificates_IsRefused(string values, string why)
    {
        var refusal = Assert.Throws<ChartProfileException>(() => Render("linkerd-control-plane", values));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Linkerd_WithAnIssuerOfAnotherAnchor_IsRefused()
    {
        var values = LinkerdTutorialTests.Identity();
        values["identityTrustAnchorsPEM"] = LinkerdTutorialTests.Identity()["identityTrustAnchorsPEM"]!.DeepClone();

        var refusal = Assert.Throws<ChartProfileException>(() => Render("linkerd-control-plane", values.ToJsonString()));

        Assert.Contains("not signed by the trust anchors", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_WithoutItsDefinitions_IsRefused()
    {
        var refusal = Assert.Throws<ChartProfileException>(() => Render("fleet"));

        Assert.Contains("fleet-crd", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cilium_DeploysWhatItsValuesEnable()
    {
        var bare = Render("cilium", "{hubble: {enabled: false}, operator: {replicas: 1}}").Select(one => one.Name()).ToHashSet();
        var full = Render("cilium", "{hubble: {relay: {enabled: true}, ui: {enabled: true}}, clustermesh: {useAPIServer: true}, authentication: {mutual: {spire: {enabled: true}}}}").Select(one => one.Name()).ToHashSet();

        Assert.DoesNotContain("hubble-relay", bare);
        Assert.Superset(new HashSet<string> { "hubble-relay", "hubble-ui", "clustermesh-apiserver", "spire-server" }, full);
    }

    [Theory]
    [InlineData("standard-install.yaml", 10)]
    [InlineData("experimental-install.yaml", 13)]
    public void GatewayApi_OfEitherChannel_DefinesItsKinds(string file, int count)
    {
        var objects = new ChartProfiles().RenderManifest(new Uri("https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/" + file))!;

        Assert.Equal(count, objects.Count);
        Assert.Contains(objects, one => one.Name() == "httproutes.gateway.networking.k8s.io");
        Assert.All(objects, one => Assert.Equal("v1.6.1", one["metadata"]!["annotations"]!["gateway.networking.k8s.io/bundle-version"]!.ToString()));
    }

    [Fact]
    public void Manifest_OfAnotherAddress_HasNoStandIn() =>
        Assert.Null(new ChartProfiles().RenderManifest(new Uri("https://example.org/install.yaml")));

    private void Define(IEnumerable<JsonObject> objects)
    {
        foreach (var one in objects.Where(one => one["kind"]!.ToString() == "CustomResourceDefinition"))
        {
            _cluster.Store.Change(new ObjectKey("apiextensions.k8s.io", "customresourcedefinitions", "", one.Name()), _ => (JsonObject)one.DeepClone());
        }
    }

    private static string Values(string chart) => chart switch
    {
        "linkerd-control-plane" => LinkerdTutorialTests.Identity().ToJsonString(),
        "submariner-operator" => "{broker: {server: 'x:6443', token: t}, submariner: {clusterId: east}}",
        "argocd-apps" => "{applications: {shop: {project: default, source: {}, destination: {}}}}",
        _ => "{}",
    };

    private IReadOnlyList<JsonObject> Render(string chart, string values = "{}") =>
        new ChartProfiles().RenderRelease(_cluster, new ChartRequest(chart, "somewhere", chart, null, null, YamlBody.Parse(values).AsObject()));
}
