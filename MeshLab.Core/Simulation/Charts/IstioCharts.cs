using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Istio's charts: base, istiod, cni, ztunnel, gateway. Names, ports and requests as of the charts of 1.30.</summary>
internal static class IstioCharts
{
    private const string Newest = "1.30.3";

    private const string DefinitionLines = """
        extensions.istio.io TrafficExtension trafficextensions N v1alpha1*/s - istio-io,extensions-istio-io
        extensions.istio.io WasmPlugin wasmplugins N v1alpha1*/s - istio-io,extensions-istio-io
        networking.istio.io DestinationRule destinationrules N v1*/s,v1alpha3/s,v1beta1/s dr istio-io,networking-istio-io
        networking.istio.io EnvoyFilter envoyfilters N v1alpha3*/s - istio-io,networking-istio-io
        networking.istio.io Gateway gateways N v1*/s,v1alpha3/s,v1beta1/s gw istio-io,networking-istio-io
        networking.istio.io ProxyConfig proxyconfigs N v1beta1*/s - istio-io,networking-istio-io
        networking.istio.io ServiceEntry serviceentries N v1*/s,v1alpha3/s,v1beta1/s se istio-io,networking-istio-io
        networking.istio.io Sidecar sidecars N v1*/s,v1alpha3/s,v1beta1/s - istio-io,networking-istio-io
        networking.istio.io VirtualService virtualservices N v1*/s,v1alpha3/s,v1beta1/s vs istio-io,networking-istio-io
        networking.istio.io WorkloadEntry workloadentries N v1*/s,v1alpha3/s,v1beta1/s we istio-io,networking-istio-io
        networking.istio.io WorkloadGroup workloadgroups N v1*/s,v1alpha3/s,v1beta1/s wg istio-io,networking-istio-io
        security.istio.io AuthorizationPolicy authorizationpolicies N v1*/s,v1beta1/s ap istio-io,security-istio-io
        security.istio.io PeerAuthentication peerauthentications N v1*/s,v1beta1/s pa istio-io,security-istio-io
        security.istio.io RequestAuthentication requestauthentications N v1*/s,v1beta1/s ra istio-io,security-istio-io
        telemetry.istio.io Telemetry telemetries N v1/s,v1alpha1*/s telemetry istio-io,telemetry-istio-io
        """;

    public static void Base(ChartContents chart)
    {
        chart.Add(Definitions.Read(DefinitionLines, keep: true));
        chart.Identity("istio-reader-service-account", $"istio-reader-clusterrole-{chart.Namespace}");
        chart.Webhook(false, "istiod-default-validator", "validation.istio.io", "istiod", "/validate", "security.istio.io,networking.istio.io,telemetry.istio.io,extensions.istio.io", "*", "*");
    }

    public static void ControlPlane(ChartContents chart)
    {
        var values = chart.Values;
        var revision = values.Text("revision") is { } named && named != "default" ? "-" + named : "";
        var name = "istiod" + revision;
        var labels = ChartContents.Labels(("app", "istiod"), ("istio", "pilot"), ("istio.io/rev", revision.Length > 0 ? revision[1..] : "default"));
        var ambient = values.Text("profile", "") == "ambient" || values.Flag("global.platform.ambient", false);
        chart.Identity(name, $"istiod-clusterrole{revision}-{chart.Namespace}", null,
            ("networking.istio.io,security.istio.io,telemetry.istio.io,extensions.istio.io", "*", "get,watch,list,update,patch"),
            ("gateway.networking.k8s.io", "*", "get,watch,list,update,patch"),
            ("", "pods,nodes,services,namespaces,endpoints,secrets,configmaps,serviceaccounts", "get,list,watch"));
        chart.Identity("istiod-gateway-controller" + revision, $"istiod-gateway-controller{revision}-{chart.Namespace}", null, ("apps", "deployments", "get,watch,list,update,patch,create,delete"));
        chart.ConfigMap("istio" + revision, new JsonObject { ["mesh"] = MeshConfig(values).ToJsonString(new JsonSerializerOptions { WriteIndented = true }), ["meshNetworks"] = "networks: {}" });
        chart.ConfigMap("istio-sidecar-injector" + revision, new JsonObject
        {
            ["config"] = "policy: enabled\ndefaultTemplates: [sidecar]\n",
            ["values"] = InjectionValues(chart).ToJsonString(),
        });
        chart.Service(name, ChartContents.Labels(("app", "istiod"), ("istio", "pilot")), ("grpc-xds", 15010, 15010), ("https-dns", 15012, 15012), ("https-webhook", 443, 15017), ("http-monitoring", 15014, 15014));
        chart.Add(new ChartWorkload("Deployment", name, labels, new ChartContainer(
            "discovery", Image(chart, "pilot"), values.Map("resources") is not null ? chart.Resources("resources") : chart.Resources("pilot.resources", "500m", "2048Mi"),
            ("http-debug", 8080), ("grpc-xds", 15010), ("tls-xds", 15012), ("https-webhooks", 15017), ("http-monitoring", 15014))
        {
            Args = ["discovery", "--monitoringAddr=:15014", "--log_output_level=default:info", "--domain", "cluster.local", "--keepaliveMaxServerConnectionAge", "30m"],
            Environment = ChartContents.Labels(("PILOT_ENABLE_AMBIENT", ambient ? "true" : "false")),
        })
        {
            Replicas = values.Number("replicaCount", values.Number("pilot.replicaCount", 1)),
            PodLabels = ChartContents.Labels(("sidecar.istio.io/inject", "false"), ("istio.io/dataplane-mode", "none")),
        });
        if (values.Flag("autoscaleEnabled", values.Flag("pilot.autoscaleEnabled", true)))
        {
            Autoscaler(chart, name, values.Number("autoscaleMin", 1), values.Number("autoscaleMax", 5));
        }

        chart.Add("policy/v1", "PodDisruptionBudget", name, new JsonObject
        {
            ["spec"] = new JsonObject { ["minAvailable"] = 1, ["selector"] = new JsonObject { ["matchLabels"] = ChartContents.Map(("app", "istiod"), ("istio", "pilot")) } },
        });
        chart.Webhook(true, "istio-sidecar-injector" + (revision.Length == 0 && chart.Namespace != "istio-system" ? "-" + chart.Namespace : revision), "namespace.sidecar-injector.istio.io", name, "/inject", "", "v1", "pods",
            new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "istio-injection", ["operator"] = "In", ["values"] = ChartContents.Words("enabled") }) });
        chart.Webhook(false, $"istio-validator{revision}-{chart.Namespace}", "rev.validation.istio.io", name, "/validate", "security.istio.io,networking.istio.io,telemetry.istio.io,extensions.istio.io", "*", "*");
    }

    public static void Cni(ChartContents chart)
    {
        chart.Identity("istio-cni", $"istio-cni-{chart.Namespace}");
        chart.ConfigMap("istio-cni-config", ChartContents.Map(("CURRENT_AGENT_VERSION", chart.Version(Newest)), ("AMBIENT_ENABLED", IsAmbient(chart) ? "true" : "false"), ("CHAINED_CNI_PLUGIN", "true")));
        chart.Add(new ChartWorkload("DaemonSet", "istio-cni-node", ChartContents.Labels(("k8s-app", "istio-cni-node")),
            new ChartContainer("install-cni", Image(chart, "install-cni"), chart.Resources(chart.Values.Map("resources") is not null ? "resources" : "cni.resources", "100m", "100Mi"), ("metrics", 15014)))
        {
            ServiceAccount = "istio-cni",
            PodLabels = ChartContents.Labels(("sidecar.istio.io/inject", "false"), ("istio.io/dataplane-mode", "none")),
        });
    }

    public static void Ztunnel(ChartContents chart)
    {
        chart.ServiceAccount(chart.Release);
        chart.Add(new ChartWorkload("DaemonSet", chart.Release, ChartContents.Labels(("app", chart.Release)),
            new ChartContainer("istio-proxy", Image(chart, "ztunnel"), chart.Resources("resources", "200m", "512Mi"), ("ztunnel-stats", 15020)) { Args = ["proxy", "ztunnel"] })
        {
            PodLabels = ChartContents.Labels(("sidecar.istio.io/inject", "false"), ("istio.io/dataplane-mode", "none")),
        });
    }

    public static void Gateway(ChartContents chart)
    {
        var values = chart.Values;
        var name = values.Text("name", chart.Release);
        var app = values.Text("labels.app", name);
        var istio = values.Text("labels.istio", name.StartsWith("istio-", StringComparison.Ordinal) ? name["istio-".Length..] : name);
        var labels = ChartContents.Labels(("app", app), ("istio", istio));
        var account = values.Text("serviceAccount.name", name);
        chart.ServiceAccount(account);
        chart.Service(name, labels, null, values.Text("service.type", "LoadBalancer"), ("status-port", 15021, 15021), ("http2", 80, 80), ("https", 443, 443));
        chart.Add(new ChartWorkload("Deployment", name, labels,
            new ChartContainer("istio-proxy", Image(chart, "proxyv2"), chart.Resources("resources", "100m", "128Mi", "2000m", "1024Mi"), ("http-envoy-prom", 15090)) { Args = ["proxy", "router"] })
        {
            Replicas = values.Number("replicaCount", 1),
            ServiceAccount = account,
            PodLabels = ChartContents.Labels(("sidecar.istio.io/inject", "true")),
            PodAnnotations = ChartContents.Labels(("inject.istio.io/templates", "gateway")),
        });
        if (values.Flag("autoscaling.enabled", true))
        {
            Autoscaler(chart, name, values.Number("autoscaling.minReplicas", 1), values.Number("autoscaling.maxReplicas", 5));
        }
    }

    private static bool IsAmbient(ChartContents chart) => chart.Values.Text("profile", "") == "ambient" || chart.Values.Flag("ambient.enabled", false);

    private static string Image(ChartContents chart, string name) =>
        $"{chart.Values.Text("hub", chart.Values.Text("global.hub", "docker.io/istio"))}/{name}:{chart.Values.Text("tag", chart.Values.Text("global.tag", chart.Version(Newest)))}";

    private static JsonObject MeshConfig(ChartValues values)
    {
        var mesh = new JsonObject
        {
            ["defaultConfig"] = new JsonObject { ["discoveryAddress"] = "istiod.istio-system.svc:15012" },
            ["enablePrometheusMerge"] = true,
            ["rootNamespace"] = "istio-system",
            ["trustDomain"] = "cluster.local",
        };
        foreach (var (key, value) in values.Map("meshConfig") ?? [])
        {
            mesh[key] = value?.DeepClone();
        }

        return mesh;
    }

    /// <summary>What the injector knows of the proxies it adds.</summary>
    private static JsonObject InjectionValues(ChartContents chart)
    {
        var values = chart.Values;
        return new JsonObject
        {
            ["global"] = new JsonObject
            {
                ["hub"] = values.Text("global.hub", "docker.io/istio"),
                ["tag"] = values.Text("global.tag", chart.Version(Newest)),
                ["proxy"] = new JsonObject
                {
                    ["image"] = Image(chart, "proxyv2"),
                    ["resources"] = chart.Resources("global.proxy.resources", "100m", "128Mi", "2000m", "1024Mi"),
                },
            },
            ["nativeSidecars"] = values.Text("env.ENABLE_NATIVE_SIDECARS", values.Text("pilot.env.ENABLE_NATIVE_SIDECARS", "true")),
        };
    }

    private static void Autoscaler(ChartContents chart, string name, int least, int most) =>
        chart.Add("autoscaling/v2", "HorizontalPodAutoscaler", name, new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["minReplicas"] = least,
                ["maxReplicas"] = most,
                ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = name },
                ["metrics"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Resource",
                    ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 } },
                }),
            },
        });
}
