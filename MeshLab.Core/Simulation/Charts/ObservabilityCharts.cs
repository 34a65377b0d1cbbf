using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Prometheus, Kiali and Jaeger.</summary>
internal static class ObservabilityCharts
{
    public static void Prometheus(ChartContents chart)
    {
        var prefix = chart.Release.Contains("prometheus", StringComparison.Ordinal) ? chart.Release : $"{chart.Release}-prometheus";
        var values = chart.Values;
        if (values.Flag("server.enabled", true))
        {
            var name = values.Text("server.fullnameOverride", prefix + "-server");
            var labels = Labels(chart, "prometheus", "server");
            chart.Identity(name, name);
            chart.ConfigMap(name, ChartContents.Map(("prometheus.yml", $"global:\n  scrape_interval: {values.Text("server.global.scrape_interval", "1m")}\n")));
            chart.Service(name, labels, null, values.Text("server.service.type", "ClusterIP"), ("http", 80, 9090));
            chart.Add(new ChartWorkload("Deployment", name, labels,
                new ChartContainer("prometheus-server-configmap-reload", "quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0"),
                new ChartContainer("prometheus-server", "quay.io/prometheus/prometheus:v3.5.0", chart.Resources("server.resources"), ("http", 9090)))
            {
                Replicas = values.Number("server.replicaCount", 1),
            });
        }

        Part(chart, "alertmanager", "StatefulSet", $"{chart.Release}-alertmanager", "quay.io/prometheus/alertmanager:v0.28.1", 9093);
        Part(chart, "kube-state-metrics", "Deployment", $"{chart.Release}-kube-state-metrics", "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.16.0", 8080);
        Part(chart, "prometheus-node-exporter", "DaemonSet", $"{chart.Release}-prometheus-node-exporter", "quay.io/prometheus/node-exporter:v1.9.1", 9100);
        Part(chart, "prometheus-pushgateway", "Deployment", $"{chart.Release}-prometheus-pushgateway", "quay.io/prometheus/pushgateway:v1.11.1", 9091);
    }

    public static void Kiali(ChartContents chart)
    {
        var name = chart.Values.Text("deployment.instance_name", "kiali");
        var labels = ChartContents.Labels(("app.kubernetes.io/name", "kiali"), ("app.kubernetes.io/instance", name));
        chart.Identity(name, name);
        chart.ConfigMap(name, ChartContents.Map(("config.yaml", $"auth:\n  strategy: {chart.Values.Text("auth.strategy", "token")}\n")));
        chart.Service(name, labels, null, chart.Values.Text("deployment.service_type", "ClusterIP"), ("http", 20001, 20001), ("http-metrics", 9090, 9090));
        chart.Add(new ChartWorkload("Deployment", name, labels, new ChartContainer("kiali", $"quay.io/kiali/kiali:v{chart.Version("2.29.0")}", chart.Resources("deployment.resources", "10m", "64Mi", null, "1Gi"), ("api-port", 20001), ("http-metrics", 9090)))
        {
            Replicas = chart.Values.Number("deployment.replicas", 1),
            PodLabels = ChartContents.Labels(("app", "kiali"), ("version", $"v{chart.Version("2.29.0")}"), ("sidecar.istio.io/inject", "false")),
        });
    }

    public static void KialiOperator(ChartContents chart)
    {
        var labels = ChartContents.Labels(("app.kubernetes.io/name", "kiali-operator"), ("app.kubernetes.io/instance", chart.Release));
        chart.Add(Definitions.Read("kiali.io Kiali kialis N v1alpha1*/s", keep: true));
        chart.Identity(chart.Release, chart.Release);
        chart.Add(new ChartWorkload("Deployment", chart.Release, labels, new ChartContainer("operator", $"quay.io/kiali/kiali-operator:v{chart.Version("2.29.0")}", chart.Resources("resources", "10m", "64Mi"))));
    }

    public static void Jaeger(ChartContents chart)
    {
        var name = chart.Release.Contains("jaeger", StringComparison.Ordinal) ? chart.Release : $"{chart.Release}-jaeger";
        var labels = ChartContents.Labels(("app.kubernetes.io/name", "jaeger"), ("app.kubernetes.io/instance", chart.Release), ("app.kubernetes.io/component", "all-in-one"));
        var part = chart.Values.Map("allInOne") is not null ? "allInOne" : "jaeger";
        chart.ServiceAccount(name);
        chart.Service(name, labels, ("query", 16686, 16686), ("otlp-grpc", 4317, 4317), ("otlp-http", 4318, 4318), ("zipkin", 9411, 9411), ("healthcheck", 13133, 13133));
        chart.Service(name + "-collector", labels, ("otlp-grpc", 4317, 4317), ("otlp-http", 4318, 4318), ("zipkin", 9411, 9411));
        chart.Service(name + "-query", labels, ("query", 16686, 16686));
        chart.Add(new ChartWorkload("Deployment", name, labels, new ChartContainer("jaeger", "docker.io/jaegertracing/jaeger:2.12.0", chart.Resources(part + ".resources"), ("query", 16686), ("otlp-grpc", 4317), ("otlp-http", 4318), ("zipkin", 9411), ("healthcheck", 13133)))
        {
            Replicas = chart.Values.Number(part + ".replicas", 1),
        });
    }

    private static void Part(ChartContents chart, string key, string kind, string name, string image, int port)
    {
        if (!chart.Values.Flag(key + ".enabled", true))
        {
            return;
        }

        var labels = Labels(chart, key, null);
        chart.ServiceAccount(name);
        chart.Service(name, labels, ("http", port, port));
        chart.Add(new ChartWorkload(kind, name, labels, new ChartContainer(key, image, chart.Resources(key + ".resources"), ("http", port))) { HostNetwork = kind == "DaemonSet" });
    }

    private static Dictionary<string, string> Labels(ChartContents chart, string name, string? component)
    {
        var labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = name, ["app.kubernetes.io/instance"] = chart.Release };
        if (component is not null)
        {
            labels["app.kubernetes.io/component"] = component;
        }

        return labels;
    }
}
