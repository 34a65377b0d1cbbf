using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Admiralty's chart (<c>oci://public.ecr.aws/admiralty/admiralty</c>). Names as of 0.17.</summary>
internal static class AdmiraltyChart
{
    private const string DefinitionLines = """
        multicluster.admiralty.io ClusterSource clustersources C v1alpha1*/s csrc
        multicluster.admiralty.io ClusterSummary clustersummaries C v1alpha1*/s mcsum
        multicluster.admiralty.io ClusterTarget clustertargets C v1alpha1*/s ctg
        multicluster.admiralty.io PodChaperon podchaperons N v1alpha1*/s chap
        multicluster.admiralty.io Source sources N v1alpha1*/s src
        multicluster.admiralty.io Target targets N v1alpha1*/s tg
        """;

    public static void Render(ChartContents chart)
    {
        if (!chart.Serves("cert-manager.io/v1", "Certificate"))
        {
            throw new ChartProfileException("""unable to build kubernetes objects from release manifest: no matches for kind "Certificate" in version "cert-manager.io/v1"; install cert-manager first""");
        }

        var prefix = chart.Release.Contains("admiralty", StringComparison.Ordinal) ? chart.Release : chart.Release + "-admiralty";
        chart.Add(Definitions.Read(DefinitionLines));
        chart.Identity(prefix, prefix, null, ("multicluster.admiralty.io", "*", "*"), ("", "pods,nodes,services,secrets,configmaps", "*"));
        Role("source", ("multicluster.admiralty.io", "podchaperons", "*"), ("", "services,configmaps,secrets", "*"));
        Role("cluster-summary-viewer", ("multicluster.admiralty.io", "clustersummaries", "get,list,watch"));
        Component("controller-manager", "controllerManager", "agent");
        Component("proxy-scheduler", "scheduler", "scheduler");
        Component("candidate-scheduler", "scheduler", "scheduler");
        Component("restarter", "restarter", "restarter");
        chart.Add("cert-manager.io/v1", "Issuer", prefix, new() { ["spec"] = new JsonObject { ["selfSigned"] = new JsonObject() } });
        chart.Add("cert-manager.io/v1", "Certificate", prefix, new()
        {
            ["spec"] = new JsonObject
            {
                ["secretName"] = $"{prefix}-cert",
                ["commonName"] = $"{prefix}.{chart.Namespace}.svc",
                ["issuerRef"] = new JsonObject { ["name"] = prefix },
            },
        });
        chart.Service(prefix, Labels("controller-manager"), ("webhook", 443, 9443));
        chart.Webhook(true, prefix, $"{prefix}.multicluster.admiralty.io", prefix, "/mutate--v1-pod", "", "v1", "pods",
            new JsonObject { ["matchLabels"] = ChartContents.Map(("multicluster-scheduler", "enabled")) });

        void Component(string component, string key, string image)
        {
            chart.Add(new ChartWorkload("Deployment", $"{prefix}-{component}", Labels(component),
                new ChartContainer(component, $"public.ecr.aws/admiralty/admiralty-{image}:{chart.Version("0.17.0")}", chart.Resources(key + ".resources")))
            {
                ServiceAccount = prefix,
                Replicas = chart.Values.Number(key + ".replicas", 2),
            });
        }

        void Role(string name, params (string Groups, string Resources, string Verbs)[] rules) =>
            chart.Add("rbac.authorization.k8s.io/v1", "ClusterRole", $"{prefix}-{name}", new()
            {
                ["rules"] = new JsonArray([.. rules.Select(rule => new JsonObject
                {
                    ["apiGroups"] = ChartContents.Words(rule.Groups),
                    ["resources"] = ChartContents.Words(rule.Resources),
                    ["verbs"] = ChartContents.Words(rule.Verbs),
                })]),
            }, "");

        IReadOnlyDictionary<string, string> Labels(string component) =>
            ChartContents.Labels(("app.kubernetes.io/name", "admiralty"), ("app.kubernetes.io/instance", chart.Release), ("component", component));
    }
}
