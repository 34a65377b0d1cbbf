using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// Cilium's chart, with what the agent and the operator make of it at run time (definitions, classes), because the demo cluster runs neither.
/// Names, ports and keys of <c>cilium-config</c> as of 1.19.
/// </summary>
internal static class CiliumChart
{
    private const string Newest = "1.19.4";

    private const string DefinitionLines = """
        cilium.io CiliumClusterwideEnvoyConfig ciliumclusterwideenvoyconfigs C v2*/s ccec cilium
        cilium.io CiliumClusterwideNetworkPolicy ciliumclusterwidenetworkpolicies C v2*/s ccnp cilium
        cilium.io CiliumEgressGatewayPolicy ciliumegressgatewaypolicies C v2*/s cegp cilium
        cilium.io CiliumEndpoint ciliumendpoints N v2*/s cep,ciliumep cilium
        cilium.io CiliumEnvoyConfig ciliumenvoyconfigs N v2*/s cec cilium
        cilium.io CiliumIdentity ciliumidentities C v2*/s ciliumid cilium
        cilium.io CiliumL2AnnouncementPolicy ciliuml2announcementpolicies C v2alpha1*/s l2announcement cilium
        cilium.io CiliumLoadBalancerIPPool ciliumloadbalancerippools C v2*/s,v2alpha1/s ippools,ippool,lbippool,lbippools cilium
        cilium.io CiliumLocalRedirectPolicy ciliumlocalredirectpolicies N v2*/s clrp cilium
        cilium.io CiliumNetworkPolicy ciliumnetworkpolicies N v2*/s cnp,ciliumnp cilium
        cilium.io CiliumNode ciliumnodes C v2*/s cn,ciliumn cilium
        """;

    public static void Render(ChartContents chart)
    {
        var values = chart.Values;
        chart.Add(Definitions.Read(DefinitionLines, keep: true));
        chart.ConfigMap("cilium-config", Configuration(values));
        chart.Identity("cilium", "cilium", null, ("cilium.io", "*", "*"), ("", "pods,nodes,services,namespaces,endpoints", "get,list,watch"));
        chart.Add(new ChartWorkload("DaemonSet", "cilium", ChartContents.Labels(("k8s-app", "cilium")),
            new ChartContainer("cilium-agent", Image(chart, "cilium"), chart.Resources("resources"), ("peer-service", 4244), ("prometheus", 9962)))
        {
            HostNetwork = true,
            PodLabels = ChartContents.Labels(("app.kubernetes.io/name", "cilium-agent"), ("app.kubernetes.io/part-of", "cilium")),
        });
        Operator(chart);
        if (values.Flag("envoy.enabled", true))
        {
            chart.ServiceAccount("cilium-envoy");
            chart.ConfigMap("cilium-envoy-config", ChartContents.Map(("bootstrap-config.json", "{}")));
            chart.Service("cilium-envoy", ChartContents.Labels(("k8s-app", "cilium-envoy")), null, "Headless", ("envoy-metrics", 9964, 9964));
            chart.Add(new ChartWorkload("DaemonSet", "cilium-envoy", ChartContents.Labels(("k8s-app", "cilium-envoy")),
                new ChartContainer("cilium-envoy", $"quay.io/cilium/cilium-envoy:v1.35.9", chart.Resources("envoy.resources"), ("envoy-metrics", 9964)))
            {
                HostNetwork = true,
                PodLabels = ChartContents.Labels(("app.kubernetes.io/part-of", "cilium")),
            });
        }

        if (values.Flag("hubble.enabled", true))
        {
            Hubble(chart);
        }

        if (values.Flag("ingressController.enabled", false))
        {
            chart.Add("networking.k8s.io/v1", "IngressClass", "cilium", new JsonObject { ["spec"] = new JsonObject { ["controller"] = "cilium.io/ingress-controller" } }, "");
            if (values.Text("ingressController.loadbalancerMode", "dedicated") == "shared")
            {
                SharedIngress(chart);
            }
        }

        if (values.Flag("gatewayAPI.enabled", false) && chart.Serves("gateway.networking.k8s.io/v1", "GatewayClass"))
        {
            chart.Add("gateway.networking.k8s.io/v1", "GatewayClass", "cilium", new JsonObject { ["spec"] = new JsonObject { ["controllerName"] = "io.cilium/gateway-controller" } }, "");
        }

        if (values.Flag("authentication.mutual.spire.enabled", false) && values.Flag("authentication.mutual.spire.install.enabled", true))
        {
            Spire(chart);
        }

        if (values.Flag("clustermesh.useAPIServer", false))
        {
            ClusterMesh(chart);
        }
    }

    private static string Image(ChartContents chart, string name) => $"quay.io/cilium/{name}:v{chart.Version(Newest)}";

    private static JsonObject Configuration(ChartValues values)
    {
        string On(string path, bool otherwise) => values.Flag(path, otherwise) ? "true" : "false";
        return ChartContents.Map(
            ("cluster-name", values.Text("cluster.name", "default")),
            ("cluster-id", values.Text("cluster.id", "0")),
            ("enable-wireguard", values.Flag("encryption.enabled", false) && values.Text("encryption.type", "ipsec") == "wireguard" ? "true" : "false"),
            ("enable-ipsec", values.Flag("encryption.enabled", false) && values.Text("encryption.type", "ipsec") == "ipsec" ? "true" : "false"),
            ("enable-l7-proxy", On("l7Proxy", true)),
            ("enable-hubble", On("hubble.enabled", true)),
            ("enable-gateway-api", On("gatewayAPI.enabled", false)),
            ("enable-ingress-controller", On("ingressController.enabled", false)),
            ("enable-l2-announcements", On("l2announcements.enabled", false)),
            ("kube-proxy-replacement", values.Text("kubeProxyReplacement", "false")),
            ("mesh-auth-enabled", On("authentication.enabled", false)),
            ("mesh-auth-mutual-enabled", On("authentication.mutual.spire.enabled", false)),
            ("external-envoy-proxy", On("envoy.enabled", true)),
            ("routing-mode", values.Text("routingMode", "tunnel")),
            ("tunnel-protocol", values.Text("tunnelProtocol", "vxlan")),
            ("ipam", values.Text("ipam.mode", "cluster-pool")),
            ("enable-policy", values.Text("policyEnforcementMode", "default")));
    }

    private static void Operator(ChartContents chart)
    {
        chart.Identity("cilium-operator", "cilium-operator", null, ("cilium.io", "*", "*"));
        chart.Add(new ChartWorkload("Deployment", "cilium-operator", ChartContents.Labels(("io.cilium/app", "operator"), ("name", "cilium-operator")),
            new ChartContainer("cilium-operator", Image(chart, "operator-generic"), chart.Resources("operator.resources"), ("prometheus", 9963)))
        {
            Replicas = chart.Values.Number("operator.replicas", 2),
            HostNetwork = true,
            PodLabels = ChartContents.Labels(("app.kubernetes.io/name", "cilium-operator"), ("app.kubernetes.io/part-of", "cilium")),
        });
    }

    private static void Hubble(ChartContents chart)
    {
        chart.Service("hubble-peer", ChartContents.Labels(("k8s-app", "cilium")), ("peer-service", 443, 4244));
        if (chart.Values.List("hubble.metrics.enabled").Any())
        {
            chart.Service("hubble-metrics", ChartContents.Labels(("k8s-app", "cilium")), null, "Headless", ("hubble-metrics", 9965, 9965));
        }

        if (chart.Values.Flag("hubble.relay.enabled", false))
        {
            chart.ServiceAccount("hubble-relay");
            chart.ConfigMap("hubble-relay-config", ChartContents.Map(("config.yaml", "cluster-name: default\npeer-service: hubble-peer.kube-system.svc.cluster.local.:443\n")));
            chart.Service("hubble-relay", ChartContents.Labels(("k8s-app", "hubble-relay")), ("grpc", 80, 4245));
            chart.Add(new ChartWorkload("Deployment", "hubble-relay", ChartContents.Labels(("k8s-app", "hubble-relay")), new ChartContainer("hubble-relay", Image(chart, "hubble-relay"), chart.Resources("hubble.relay.resources"), ("grpc", 4245))) { Replicas = chart.Values.Number("hubble.relay.replicas", 1) });
        }

        if (chart.Values.Flag("hubble.ui.enabled", false))
        {
            chart.Identity("hubble-ui", "hubble-ui");
            chart.ConfigMap("hubble-ui-nginx", ChartContents.Map(("nginx.conf", "server { listen 8081; }\n")));
            chart.Service("hubble-ui", ChartContents.Labels(("k8s-app", "hubble-ui")), ("http", 80, 8081));
            chart.Add(new ChartWorkload("Deployment", "hubble-ui", ChartContents.Labels(("k8s-app", "hubble-ui")),
                new ChartContainer("frontend", "quay.io/cilium/hubble-ui:v0.13.3", chart.Resources("hubble.ui.frontend.resources"), ("http", 8081)),
                new ChartContainer("backend", "quay.io/cilium/hubble-ui-backend:v0.13.3", chart.Resources("hubble.ui.backend.resources"), ("grpc", 8090)))
            {
                Replicas = chart.Values.Number("hubble.ui.replicas", 1),
            });
        }
    }

    /// <summary>The Service of the shared Ingress: without a selector, because the node's Envoy listens behind it.</summary>
    private static void SharedIngress(ChartContents chart) => chart.Add(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = "cilium-ingress", ["namespace"] = chart.Namespace, ["labels"] = ChartContents.Map(("cilium.io/ingress", "true"), ("app.kubernetes.io/part-of", "cilium")) },
        ["spec"] = new JsonObject
        {
            ["type"] = chart.Values.Text("ingressController.service.type", "LoadBalancer"),
            ["ports"] = new JsonArray(
                new JsonObject { ["name"] = "http", ["port"] = 80, ["protocol"] = "TCP" },
                new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP" }),
        },
    });

    private static void Spire(ChartContents chart)
    {
        var space = chart.Values.Text("authentication.mutual.spire.install.namespace", "cilium-spire");
        chart.CreateNamespace(space);
        chart.Identity("spire-server", "spire-server", space);
        chart.Identity("spire-agent", "spire-agent", space);
        chart.ConfigMap("spire-server", ChartContents.Map(("server.conf", "server { trust_domain = \"spiffe.cilium\" }\n")), space);
        chart.ConfigMap("spire-agent", ChartContents.Map(("agent.conf", "agent { trust_domain = \"spiffe.cilium\" }\n")), space);
        chart.Service("spire-server", ChartContents.Labels(("app", "spire-server")), space, "ClusterIP", ("grpc", 8081, 8081));
        chart.Add(new ChartWorkload("StatefulSet", "spire-server", ChartContents.Labels(("app", "spire-server")), new ChartContainer("spire-server", "ghcr.io/spiffe/spire-server:1.12.4", null, ("grpc", 8081))) { Namespace = space });
        chart.Add(new ChartWorkload("DaemonSet", "spire-agent", ChartContents.Labels(("app", "spire-agent")), new ChartContainer("spire-agent", "ghcr.io/spiffe/spire-agent:1.12.4")) { Namespace = space, HostNetwork = true });
    }

    private static void ClusterMesh(ChartContents chart)
    {
        var labels = ChartContents.Labels(("k8s-app", "clustermesh-apiserver"));
        chart.Identity("clustermesh-apiserver", "clustermesh-apiserver", null, ("cilium.io", "*", "*"));
        chart.Service("clustermesh-apiserver", labels, null, chart.Values.Text("clustermesh.apiserver.service.type", "NodePort"), ("apiserv", 2379, 2379));
        chart.Add(new ChartWorkload("Deployment", "clustermesh-apiserver", labels,
            new ChartContainer("etcd", Image(chart, "clustermesh-apiserver"), chart.Resources("clustermesh.apiserver.etcd.resources"), ("etcd", 2379)),
            new ChartContainer("apiserver", Image(chart, "clustermesh-apiserver"), chart.Resources("clustermesh.apiserver.resources"), ("apiserv-health", 9880)),
            new ChartContainer("kvstoremesh", Image(chart, "clustermesh-apiserver"), chart.Resources("clustermesh.apiserver.kvstoremesh.resources"), ("kvmesh-health", 9881)))
        {
            Replicas = chart.Values.Number("clustermesh.apiserver.replicas", 1),
        });
        if (chart.Values.Flag("clustermesh.config.enabled", false))
        {
            // One entry for each cluster that the agents connect to.
            chart.Secret("cilium-clustermesh", new JsonObject(chart.Values.List("clustermesh.config.clusters").OfType<JsonObject>().Select(peer =>
                KeyValuePair.Create(peer["name"]?.ToString() ?? "", (JsonNode?)JsonValue.Create($"endpoints:\n- https://{peer["address"]}:{peer["port"] ?? 2379}\n")))));
        }
    }
}
