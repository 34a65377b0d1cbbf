using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// Stand-ins for Helm charts and published manifests: for each chart of the lab, the objects it would create, named as the real chart
/// names them. A real cluster gets the real chart.
/// </summary>
internal sealed class ChartProfiles : IChartProfiles
{
    private static readonly IReadOnlyDictionary<string, Action<ChartContents>> Profiles = new SortedDictionary<string, Action<ChartContents>>(StringComparer.Ordinal)
    {
        ["base"] = IstioCharts.Base,
        ["istiod"] = IstioCharts.ControlPlane,
        ["cni"] = IstioCharts.Cni,
        ["ztunnel"] = IstioCharts.Ztunnel,
        ["gateway"] = IstioCharts.Gateway,
        ["linkerd-crds"] = LinkerdCharts.CustomResources,
        ["linkerd-control-plane"] = LinkerdCharts.ControlPlane,
        ["linkerd-viz"] = LinkerdCharts.Viz,
        ["linkerd-smi"] = LinkerdCharts.Smi,
        ["cilium"] = CiliumChart.Render,
        ["prometheus"] = ObservabilityCharts.Prometheus,
        ["kiali-server"] = ObservabilityCharts.Kiali,
        ["kiali-operator"] = ObservabilityCharts.KialiOperator,
        ["jaeger"] = ObservabilityCharts.Jaeger,
        ["submariner-k8s-broker"] = SubmarinerCharts.Broker,
        ["submariner-operator"] = SubmarinerCharts.Operator,
        ["liqo"] = LiqoChart.Render,
        ["admiralty"] = AdmiraltyChart.Render,
        ["cert-manager"] = CertManagerChart.Render,
        ["argo-cd"] = GitOpsCharts.ArgoCd,
        ["argocd-apps"] = ArgoAppsChart.Render,
        ["podinfo"] = PodinfoCharts.Chart,
        ["fleet-crd"] = GitOpsCharts.FleetDefinitions,
        ["fleet"] = GitOpsCharts.Fleet,
    };

    /// <summary>The charts there is a profile for.</summary>
    public static IEnumerable<string> Names => Profiles.Keys;

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request)
    {
        var name = request.Chart[(request.Chart.LastIndexOf('/') + 1)..];
        if (!Profiles.TryGetValue(name, out var profile))
        {
            throw new ChartProfileException(
                $"the demo cluster cannot install the chart {request.Chart}: it has profiles of {string.Join(", ", Names)} only. On a real cluster Helm installs the chart itself.");
        }

        var contents = new ChartContents(cluster, request);
        profile(contents);
        return contents.Objects;
    }

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject>? RenderManifest(Uri address) => PublishedManifests.Find(address);
}
