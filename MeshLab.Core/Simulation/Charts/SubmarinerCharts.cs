using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Submariner's broker and operator, with what the operator deploys. Names as of 0.18.</summary>
internal static class SubmarinerCharts
{
    private const string Newest = "0.18.1";

    private const string BrokerLines = """
        submariner.io Cluster clusters N v1*
        submariner.io Endpoint endpoints N v1*
        submariner.io Gateway gateways N v1*/s
        submariner.io ClusterGlobalEgressIP clusterglobalegressips C v1*/s
        submariner.io GlobalEgressIP globalegressips N v1*/s
        submariner.io GlobalIngressIP globalingressips N v1*/s
        submariner.io GatewayRoute gatewayroutes N v1*/s
        submariner.io NonGatewayRoute nongatewayroutes N v1*/s
        multicluster.x-k8s.io ServiceExport serviceexports N v1alpha1*/s,v1beta1/s svcex,svcexport
        multicluster.x-k8s.io ServiceImport serviceimports N v1alpha1*/s,v1beta1/s svcim,svcimport
        """;

    private const string OperatorLines = """
        submariner.io Broker brokers N v1alpha1*/s
        submariner.io ServiceDiscovery servicediscoveries N v1alpha1*/s
        submariner.io Submariner submariners N v1alpha1*/s
        """;

    public static void Broker(ChartContents chart)
    {
        if (chart.Values.Flag("crd.create", true))
        {
            chart.Add(Definitions.Read(BrokerLines, keep: true));
        }

        foreach (var account in new[] { "submariner-k8s-broker-client", "submariner-k8s-broker-admin" })
        {
            chart.ServiceAccount(account);
            chart.Add("rbac.authorization.k8s.io/v1", "Role", account, new JsonObject
            {
                ["rules"] = new JsonArray(new JsonObject { ["apiGroups"] = ChartContents.Words("submariner.io,multicluster.x-k8s.io,discovery.k8s.io"), ["resources"] = ChartContents.Words("*"), ["verbs"] = ChartContents.Words("*") }),
            });
            chart.Add("rbac.authorization.k8s.io/v1", "RoleBinding", account, new JsonObject
            {
                ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = account },
                ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = chart.Namespace }),
            });
        }
    }

    public static void Operator(ChartContents chart)
    {
        var values = chart.Values;
        foreach (var needed in new[] { "broker.server", "broker.token", "submariner.clusterId" })
        {
            if (values.Text(needed) is null)
            {
                throw new ChartProfileException($"submariner-operator needs {needed}: without it the cluster cannot join the broker");
            }
        }

        chart.Add(Definitions.Read(BrokerLines + "\n" + OperatorLines, keep: true));
        chart.Identity("submariner-operator", "submariner-operator", null, ("submariner.io,multicluster.x-k8s.io", "*", "*"));
        chart.Add(new ChartWorkload("Deployment", "submariner-operator", ChartContents.Labels(("name", "submariner-operator")), new ChartContainer("submariner-operator", Image(chart, "submariner-operator"))));
        Agent(chart, "DaemonSet", "submariner-gateway", "submariner-gateway");
        Agent(chart, "DaemonSet", "submariner-routeagent", "submariner-route-agent");
        Agent(chart, "DaemonSet", "submariner-metrics-proxy", "nettest");
        if (values.Flag("submariner.serviceDiscovery", true))
        {
            Agent(chart, "Deployment", "submariner-lighthouse-agent", "lighthouse-agent");
            Agent(chart, "Deployment", "submariner-lighthouse-coredns", "lighthouse-coredns", 2);
            chart.Service("submariner-lighthouse-coredns", ChartContents.Labels(("app", "submariner-lighthouse-coredns")), ("udp", 53, 53));
        }

        chart.Add("submariner.io/v1alpha1", "Submariner", "submariner", new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["broker"] = "k8s",
                ["brokerK8sApiServer"] = values.Text("broker.server"),
                ["brokerK8sRemoteNamespace"] = values.Text("broker.namespace", "submariner-k8s-broker"),
                ["cableDriver"] = values.Text("submariner.cableDriver", "libreswan"),
                ["clusterID"] = values.Text("submariner.clusterId"),
                ["clusterCIDR"] = values.Text("submariner.clusterCidr", ""),
                ["serviceCIDR"] = values.Text("submariner.serviceCidr", ""),
                ["natEnabled"] = values.Flag("submariner.natEnabled", false),
                ["serviceDiscoveryEnabled"] = values.Flag("submariner.serviceDiscovery", true),
                ["namespace"] = chart.Namespace,
                ["version"] = chart.Version(Newest),
            },
            ["status"] = new JsonObject { ["clusterID"] = values.Text("submariner.clusterId"), ["natEnabled"] = values.Flag("submariner.natEnabled", false) },
        });
    }

    private static void Agent(ChartContents chart, string kind, string name, string image, int replicas = 1)
    {
        chart.ServiceAccount(name);
        chart.Add(new ChartWorkload(kind, name, ChartContents.Labels(("app", name)), new ChartContainer(name, Image(chart, image))) { Replicas = replicas, HostNetwork = kind == "DaemonSet" });
    }

    private static string Image(ChartContents chart, string name) => $"quay.io/submariner/{name}:{chart.Version(Newest)}";
}
