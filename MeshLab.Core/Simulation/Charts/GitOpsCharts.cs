using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Argo CD and Fleet.</summary>
internal static class GitOpsCharts
{
    private const string ArgoLines = """
        argoproj.io Application applications N v1alpha1* app,apps
        argoproj.io ApplicationSet applicationsets N v1alpha1*/s appset,appsets
        argoproj.io AppProject appprojects N v1alpha1* appproj,appprojs
        """;

    private const string FleetLines = """
        fleet.cattle.io BundleDeployment bundledeployments N v1alpha1*/s
        fleet.cattle.io BundleNamespaceMapping bundlenamespacemappings N v1alpha1*/s
        fleet.cattle.io Bundle bundles N v1alpha1*/s
        fleet.cattle.io ClusterGroup clustergroups N v1alpha1*/s - fleet
        fleet.cattle.io ClusterRegistration clusterregistrations N v1alpha1*/s
        fleet.cattle.io ClusterRegistrationToken clusterregistrationtokens N v1alpha1*/s
        fleet.cattle.io Cluster clusters N v1alpha1*/s
        fleet.cattle.io Content contents C v1alpha1*/s
        fleet.cattle.io GitRepoRestriction gitreporestrictions N v1alpha1*/s
        fleet.cattle.io GitRepo gitrepos N v1alpha1*/s - fleet
        fleet.cattle.io HelmOp helmops N v1alpha1*/s - fleet
        fleet.cattle.io ImageScan imagescans N v1alpha1*/s
        fleet.cattle.io Policy policies N v1alpha1*
        fleet.cattle.io Schedule schedules N v1alpha1*/s
        """;

    public static void ArgoCd(ChartContents chart)
    {
        var values = chart.Values;
        var prefix = values.Text("fullnameOverride") ?? (chart.Release.Contains("argocd", StringComparison.Ordinal) ? chart.Release : chart.Release + "-argocd");
        var image = $"quay.io/argoproj/argocd:{values.Text("global.image.tag", "v3.4.4")}";
        if (values.Flag("crds.install", true))
        {
            chart.Add(Definitions.Read(ArgoLines, keep: values.Flag("crds.keep", true)));
        }

        foreach (var config in new[] { "argocd-cm", "argocd-cmd-params-cm", "argocd-rbac-cm", "argocd-ssh-known-hosts-cm", "argocd-tls-certs-cm", "argocd-gpg-keys-cm" })
        {
            chart.ConfigMap(config, []);
        }

        chart.Secret("argocd-secret", new JsonObject { ["server.secretkey"] = "simulated" });
        Component("StatefulSet", "application-controller", "controller", 8082);
        Component("Deployment", "applicationset-controller", "applicationSet", 7000);
        Component("Deployment", "server", "server", 8080);
        Component("Deployment", "repo-server", "repoServer", 8081);
        if (values.Flag("notifications.enabled", true))
        {
            Component("Deployment", "notifications-controller", "notifications", 9001);
        }

        if (values.Flag("dex.enabled", true))
        {
            Component("Deployment", "dex-server", "dex", 5556, "ghcr.io/dexidp/dex:v2.44.0");
        }

        Component("Deployment", "redis", "redis", 6379, "public.ecr.aws/docker/library/redis:8.2.1-alpine");

        void Component(string kind, string component, string key, int port, string? other = null)
        {
            var name = $"{prefix}-{component}";
            var labels = ChartContents.Labels(("app.kubernetes.io/name", $"argocd-{component}"), ("app.kubernetes.io/instance", chart.Release));
            chart.Identity(name, name, null, ("argoproj.io", "*", "*"));
            chart.Service(name, labels, component == "server" ? [("http", 80, port), ("https", 443, port)] : [(component, port, port)]);
            chart.Add(new ChartWorkload(kind, name, labels, new ChartContainer(component, other ?? image, chart.Resources(key + ".resources"), ("main", port)))
            {
                Replicas = values.Number(key + ".replicas", 1),
                PodLabels = ChartContents.Labels(("app.kubernetes.io/component", component), ("app.kubernetes.io/part-of", "argocd")),
            });
        }
    }

    public static void FleetDefinitions(ChartContents chart) => chart.Add(Definitions.Read(FleetLines));

    public static void Fleet(ChartContents chart)
    {
        if (!chart.Serves("fleet.cattle.io/v1alpha1", "GitRepo"))
        {
            throw new ChartProfileException("the chart fleet needs the definitions of the chart fleet-crd; install that one first");
        }

        var image = $"rancher/fleet:v{chart.Version("0.16.1")}";
        chart.ConfigMap("fleet-controller", ChartContents.Map(("config", "{}")));
        Component("fleet-controller", "fleet-controller", "fleet-cleanup", "fleet-agentmanagement");
        Component("gitjob", "gitjob");
        if (chart.Values.Flag("helmops.enabled", true))
        {
            Component("helmops", "helmops");
        }

        chart.Service("gitjob", ChartContents.Labels(("app", "gitjob")), ("http-80", 80, 8080));
        if (chart.Values.Flag("bootstrap.enabled", true))
        {
            // The manager's own cluster is the first one it manages.
            chart.CreateNamespace("fleet-local");
            chart.Add("fleet.cattle.io/v1alpha1", "Cluster", "local", new JsonObject { ["spec"] = new JsonObject { ["agentNamespace"] = "cattle-fleet-local-system" } }, "fleet-local");
        }

        void Component(string name, params string[] containers)
        {
            chart.Identity(name, name, null, ("fleet.cattle.io", "*", "*"));
            chart.Add(new ChartWorkload("Deployment", name, ChartContents.Labels(("app", name)), [.. containers.Select(one => new ChartContainer(one, image))]));
        }
    }
}
