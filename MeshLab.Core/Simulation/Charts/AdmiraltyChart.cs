namespace MeshLab.Core.Simulation.Charts;

/// <summary>Admiralty's chart multicluster-scheduler. Names as of 0.17.</summary>
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
        var prefix = chart.Release.Contains("multicluster-scheduler", StringComparison.Ordinal) ? chart.Release : chart.Release + "-multicluster-scheduler";
        chart.Add(Definitions.Read(DefinitionLines, keep: true));
        Component("controller-manager", "controllerManager", "multicluster-scheduler-agent");
        Component("proxy-scheduler", "scheduler", "multicluster-scheduler-scheduler");
        Component("candidate-scheduler", "scheduler", "multicluster-scheduler-scheduler");
        Component("restarter", "restarter", "multicluster-scheduler-restarter");
        chart.Service(prefix, Labels("controller-manager"), ("webhook", 443, 9443));
        chart.Webhook(true, prefix, "multicluster-scheduler.multicluster.admiralty.io", prefix, "/mutate--v1-pod", "", "v1", "pods",
            new System.Text.Json.Nodes.JsonObject { ["matchLabels"] = ChartContents.Map(("multicluster-scheduler", "enabled")) });

        void Component(string component, string key, string image)
        {
            var name = $"{prefix}-{component}";
            chart.Identity(name, name, null, ("multicluster.admiralty.io", "*", "*"));
            chart.Add(new ChartWorkload("Deployment", name, Labels(component),
                new ChartContainer(component, $"public.ecr.aws/admiralty/admiralty-{image["multicluster-scheduler-".Length..]}:{chart.Version("0.17.0")}", chart.Resources(key + ".resources")))
            {
                Replicas = chart.Values.Number(key + ".replicas", component == "restarter" ? 1 : 2),
            });
        }

        IReadOnlyDictionary<string, string> Labels(string component) =>
            ChartContents.Labels(("app.kubernetes.io/name", "multicluster-scheduler"), ("app.kubernetes.io/instance", chart.Release), ("component", component));
    }
}
