using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Linkerd's charts: linkerd-crds, linkerd-control-plane, linkerd-viz, linkerd-smi. Names and ports as of edge-26.8.3.</summary>
internal static class LinkerdCharts
{
    private const string Newest = "2026.8.3";

    private const string DefinitionLines = """
        policy.linkerd.io AuthorizationPolicy authorizationpolicies N v1alpha1* authzpolicy
        policy.linkerd.io EgressNetwork egressnetworks N v1alpha1*/s - policy
        workload.linkerd.io ExternalWorkload externalworkloads N v1alpha1,v1beta1*/s - external
        policy.linkerd.io HTTPLocalRateLimitPolicy httplocalratelimitpolicies N v1alpha1*/s
        policy.linkerd.io HTTPRoute httproutes N v1alpha1/s,v1beta1/s,v1beta2/s,v1beta3*/s
        policy.linkerd.io MeshTLSAuthentication meshtlsauthentications N v1alpha1* meshtlsauthn
        policy.linkerd.io NetworkAuthentication networkauthentications N v1alpha1* netauthn,networkauthn
        policy.linkerd.io ServerAuthorization serverauthorizations N v1alpha1,v1beta1* saz,serverauthz,srvauthz
        policy.linkerd.io Server servers N v1alpha1,v1beta1,v1beta2,v1beta3* srv
        linkerd.io ServiceProfile serviceprofiles N v1alpha1,v1alpha2* sp
        """;

    public static void CustomResources(ChartContents chart)
    {
        chart.Add(Definitions.Read(DefinitionLines));
        if (chart.Values.Flag("installGatewayAPI", false))
        {
            chart.Add(Definitions.Read(PublishedManifests.Standard));
        }
    }

    public static void ControlPlane(ChartContents chart)
    {
        var values = chart.Values;
        Check(values);
        var replicas = values.Number("controllerReplicas", 1);
        chart.ConfigMap("linkerd-config", new JsonObject { ["values"] = Configuration(chart) });
        chart.ConfigMap("linkerd-identity-trust-roots", new JsonObject { ["ca-bundle.crt"] = values.Text("identityTrustAnchorsPEM") });
        chart.Secret("linkerd-identity-issuer", new JsonObject { ["crt.pem"] = values.Text("identity.issuer.tls.crtPEM"), ["key.pem"] = values.Text("identity.issuer.tls.keyPEM") });
        Component(chart, "linkerd-identity", "identity", replicas, new ChartContainer("identity", Image("controller"), chart.Resources("identityResources"), ("ident-grpc", 8080), ("ident-admin", 9990)));
        Component(chart, "linkerd-destination", "destination", replicas,
            new ChartContainer("destination", Image("controller"), chart.Resources("destinationResources"), ("dest-grpc", 8086), ("dest-admin", 9996)),
            new ChartContainer("sp-validator", Image("controller"), chart.Resources("spValidatorResources"), ("sp-validator", 8443)),
            new ChartContainer("policy", Image("policy-controller"), chart.Resources("policyController.resources"), ("policy-grpc", 8090), ("policy-https", 9443)));
        Component(chart, "linkerd-proxy-injector", "proxy-injector", replicas, new ChartContainer("proxy-injector", Image("controller"), chart.Resources("proxyInjectorResources"), ("proxy-injector", 8443)));
        Service(chart, "linkerd-identity", "identity", "ClusterIP", ("grpc", 8080, 8080));
        Service(chart, "linkerd-identity-headless", "identity", "Headless", ("grpc", 8080, 8080));
        Service(chart, "linkerd-dst", "destination", "ClusterIP", ("grpc", 8086, 8086));
        Service(chart, "linkerd-dst-headless", "destination", "Headless", ("grpc", 8086, 8086));
        Service(chart, "linkerd-sp-validator", "destination", "ClusterIP", ("sp-validator", 443, 8443));
        Service(chart, "linkerd-policy", "destination", "Headless", ("grpc", 8090, 8090));
        Service(chart, "linkerd-policy-validator", "destination", "ClusterIP", ("policy-https", 443, 9443));
        Service(chart, "linkerd-proxy-injector", "proxy-injector", "ClusterIP", ("proxy-injector", 443, 8443));
        var notHere = new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "config.linkerd.io/admission-webhooks", ["operator"] = "NotIn", ["values"] = ChartContents.Words("disabled") }) };
        chart.Webhook(true, "linkerd-proxy-injector-webhook-config", "linkerd-proxy-injector.linkerd.io", "linkerd-proxy-injector", "/", "", "v1", "pods,services", notHere);
        chart.Webhook(false, "linkerd-sp-validator-webhook-config", "linkerd-sp-validator.linkerd.io", "linkerd-sp-validator", "/", "linkerd.io", "v1alpha1,v1alpha2", "serviceprofiles");
        chart.Webhook(false, "linkerd-policy-validator-webhook-config", "linkerd-policy-validator.linkerd.io", "linkerd-policy-validator", "/", "policy.linkerd.io", "*", "*");
        if (!values.Flag("disableHeartBeat", false))
        {
            chart.ServiceAccount("linkerd-heartbeat");
        }

        string Image(string name) => $"cr.l5d.io/linkerd/{name}:{Tag(chart)}";
    }

    public static void Viz(ChartContents chart)
    {
        Extension(chart, "metrics-api", chart.Values.Number("metricsAPI.replicas", 1), "metricsAPI.resources", ("http", 8085));
        Extension(chart, "tap", chart.Values.Number("tap.replicas", 1), "tap.resources", ("grpc", 8088), ("apiserver", 8089));
        Extension(chart, "tap-injector", chart.Values.Number("tapInjector.replicas", 1), "tapInjector.resources", ("tap-injector", 8443));
        Extension(chart, "web", chart.Values.Number("dashboard.replicas", 1), "dashboard.resources", ("http", 8084), ("admin", 9994));
        if (chart.Values.Flag("prometheus.enabled", true))
        {
            var labels = VizLabels("prometheus");
            chart.ServiceAccount("prometheus");
            chart.ConfigMap("prometheus-config", ChartContents.Map(("prometheus.yml", "global:\n  scrape_interval: 10s\n")));
            chart.Service("prometheus", labels, ("admin", 9090, 9090));
            chart.Add(new ChartWorkload("Deployment", "prometheus", labels, new ChartContainer("prometheus", "prom/prometheus:v3.5.0", chart.Resources("prometheus.resources", null, "300Mi"), ("admin", 9090))) { PodAnnotations = Injected() });
        }

        chart.Webhook(true, "linkerd-tap-injector-webhook-config", "tap-injector.linkerd.io", "tap-injector", "/", "", "v1", "pods");
        chart.Add("apiregistration.k8s.io/v1", "APIService", "v1alpha1.tap.linkerd.io", new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["group"] = "tap.linkerd.io",
                ["version"] = "v1alpha1",
                ["groupPriorityMinimum"] = 1000,
                ["versionPriority"] = 100,
                ["service"] = new JsonObject { ["name"] = "tap", ["namespace"] = chart.Namespace, ["port"] = 443 },
            },
        }, "");
    }

    public static void Smi(ChartContents chart)
    {
        var labels = ChartContents.Labels(("component", "smi-adaptor"), ("linkerd.io/extension", "smi"));
        chart.Add(Definitions.Read("split.smi-spec.io TrafficSplit trafficsplits N v1alpha1*,v1alpha2 ts"));
        chart.Identity("smi-adaptor", "smi-adaptor");
        chart.Add(new ChartWorkload("Deployment", "smi-adaptor", labels, new ChartContainer("smi-adaptor", "cr.l5d.io/linkerd/smi-adaptor:v0.2.7", null, ("admin-http", 9995))) { PodAnnotations = Injected() });
    }

    /// <summary>Refuses what the real chart refuses, and certificates with which its identity service could not start.</summary>
    private static void Check(ChartValues values)
    {
        var anchors = values.Text("identityTrustAnchorsPEM") ?? throw new ChartProfileException("Please provide the identity trust anchors (identityTrustAnchorsPEM)");
        var certificate = values.Text("identity.issuer.tls.crtPEM") ?? throw new ChartProfileException("Please provide the identity issuer certificate (identity.issuer.tls.crtPEM)");
        var key = values.Text("identity.issuer.tls.keyPEM") ?? throw new ChartProfileException("Please provide the identity issuer private key (identity.issuer.tls.keyPEM)");
        try
        {
            using var root = X509Certificate2.CreateFromPem(anchors);
            using var issuer = X509Certificate2.CreateFromPem(certificate, key);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(anchors);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (!chain.Build(issuer))
            {
                throw new ChartProfileException($"the issuer certificate (identity.issuer.tls.crtPEM) is not signed by the trust anchors: {string.Join("; ", chain.ChainStatus.Select(one => one.StatusInformation.Trim()))}");
            }
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new ChartProfileException($"the identity certificates are no valid PEM, so Linkerd's identity service could not start: {error.Message}");
        }
    }

    private static string Tag(ChartContents chart) => chart.Version(Newest).Split('.') is [['2', '0', .. var year], var month, var patch] ? $"edge-{year}.{month}.{patch}" : $"edge-{chart.Version(Newest)}";

    /// <summary>The values that the injector reads.</summary>
    private static string Configuration(ChartContents chart) => new JsonObject
    {
        ["linkerdVersion"] = Tag(chart),
        ["clusterDomain"] = "cluster.local",
        ["identityTrustDomain"] = "cluster.local",
        ["proxy"] = chart.Values.Map("proxy")?.DeepClone() ?? new JsonObject(),
        ["proxyInit"] = chart.Values.Map("proxyInit")?.DeepClone() ?? new JsonObject(),
    }.ToJsonString();

    private static void Component(ChartContents chart, string name, string component, int replicas, params ChartContainer[] containers)
    {
        chart.Identity(name, $"linkerd-{chart.Namespace}-{component}");
        chart.Add(new ChartWorkload("Deployment", name, ComponentLabels(chart, component), containers)
        {
            Replicas = replicas,
            PodAnnotations = ChartContents.Labels(("linkerd.io/created-by", "linkerd/helm"), ("linkerd.io/proxy-version", Tag(chart)), ("linkerd.io/trust-root-sha256", "simulated")),
            InitContainers =
            [
                new ChartContainer("linkerd-init", "cr.l5d.io/linkerd/proxy-init:v2.5.0"),
                new ChartContainer("linkerd-proxy", $"cr.l5d.io/linkerd/proxy:{Tag(chart)}", ProxyResources(chart), ("linkerd-proxy", 4143), ("linkerd-admin", 4191)) { Stays = true },
            ],
        });
    }

    /// <summary>Linkerd's own way to name requests: <c>proxy.resources.cpu.request</c>.</summary>
    private static JsonObject? ProxyResources(ChartContents chart) => ChartContents.Resources(
        chart.Values.Text("proxy.resources.cpu.request"), chart.Values.Text("proxy.resources.memory.request"),
        chart.Values.Text("proxy.resources.cpu.limit"), chart.Values.Text("proxy.resources.memory.limit"));

    private static void Service(ChartContents chart, string name, string component, string type, params (string Name, int Port, int Target)[] ports) =>
        chart.Service(name, ChartContents.Labels(("linkerd.io/control-plane-component", component)), null, type, ports);

    private static IReadOnlyDictionary<string, string> ComponentLabels(ChartContents chart, string component) =>
        ChartContents.Labels(("linkerd.io/control-plane-component", component), ("linkerd.io/control-plane-ns", chart.Namespace));

    private static void Extension(ChartContents chart, string name, int replicas, string resources, params (string Name, int Port)[] ports)
    {
        var labels = VizLabels(name);
        chart.Identity(name, $"linkerd-{chart.Namespace}-{name}");
        chart.Service(name, labels, [.. ports.Select(port => (port.Name, port.Name is "apiserver" or "tap-injector" ? 443 : port.Port, port.Port))]);
        chart.Add(new ChartWorkload("Deployment", name, labels, new ChartContainer(name, $"cr.l5d.io/linkerd/{(name is "tap" or "metrics-api" or "tap-injector" ? name : "web")}:{Tag(chart)}", chart.Resources(resources), ports))
        {
            Replicas = replicas,
            PodAnnotations = Injected(),
        });
    }

    private static IReadOnlyDictionary<string, string> VizLabels(string component) => ChartContents.Labels(("component", component), ("linkerd.io/extension", "viz"));

    private static IReadOnlyDictionary<string, string> Injected() => ChartContents.Labels(("linkerd.io/inject", "enabled"));
}
