namespace MeshLab.Core.Simulation.Charts;

/// <summary>cert-manager's chart. It stands there so that charts which need it find its definitions; nothing is issued.</summary>
internal static class CertManagerChart
{
    private const string DefinitionLines = """
        acme.cert-manager.io Challenge challenges N v1*/s - cert-manager,cert-manager-acme
        acme.cert-manager.io Order orders N v1*/s - cert-manager,cert-manager-acme
        cert-manager.io Certificate certificates N v1*/s cert,certs cert-manager
        cert-manager.io CertificateRequest certificaterequests N v1*/s cr,crs cert-manager
        cert-manager.io ClusterIssuer clusterissuers C v1*/s ciss cert-manager
        cert-manager.io Issuer issuers N v1*/s iss cert-manager
        """;

    public static void Render(ChartContents chart)
    {
        if (chart.Values.Flag("crds.enabled", chart.Values.Flag("installCRDs", false)))
        {
            chart.Add(Definitions.Read(DefinitionLines, chart.Values.Flag("crds.keep", true)));
        }

        Component("cert-manager", "controller");
        Component("cert-manager-cainjector", "cainjector");
        Component("cert-manager-webhook", "webhook");
        chart.Service("cert-manager-webhook", Labels("webhook"), ("https", 443, 10250));

        void Component(string name, string component)
        {
            chart.Identity(name, name, null, ("cert-manager.io", "*", "*"));
            chart.Add(new ChartWorkload("Deployment", name, Labels(component),
                new ChartContainer($"cert-manager-{component}", $"quay.io/jetstack/cert-manager-{component}:v{chart.Version("1.19.1").TrimStart('v')}", chart.Resources(component == "controller" ? "resources" : component + ".resources"))));
        }

        IReadOnlyDictionary<string, string> Labels(string component) =>
            ChartContents.Labels(("app.kubernetes.io/name", component == "controller" ? "cert-manager" : component), ("app.kubernetes.io/instance", chart.Release), ("app.kubernetes.io/component", component));
    }
}
