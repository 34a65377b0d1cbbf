using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>The sample application podinfo, as its own chart and its Kustomize folder deploy it. Names as of 6.14.</summary>
internal static class PodinfoCharts
{
    private const string Newest = "6.14.1";

    public static void Chart(ChartContents chart)
    {
        var values = chart.Values;
        var name = values.Text("fullnameOverride") ?? (chart.Release.Contains("podinfo", StringComparison.Ordinal) ? chart.Release : chart.Release + "-podinfo");
        var labels = ChartContents.Labels(("app.kubernetes.io/name", name));
        var workload = Workload(chart, name, labels, $"{values.Text("image.repository", "ghcr.io/stefanprodan/podinfo")}:{values.Text("image.tag", chart.Version(Newest))}", values.Number("replicaCount", 1), values.Text("ui.message"));
        chart.Add(workload);
        chart.Service(name, labels, ("http", values.Number("service.externalPort", 9898), 9898), ("grpc", 9999, 9999));
    }

    /// <summary>The folder <c>kustomize</c> of its repository, without the autoscaler that a demo cluster would not act on.</summary>
    public static void Folder(ChartContents chart)
    {
        var labels = ChartContents.Labels(("app", "podinfo"));
        var workload = Workload(chart, "podinfo", labels, $"ghcr.io/stefanprodan/podinfo:{Newest}", 1, null, "podinfod");
        workload.Map("metadata").Remove("namespace");
        workload.Map("spec").Remove("replicas");
        chart.Add(workload);
        chart.Add("v1", "Service", "podinfo", new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["selector"] = ChartContents.Map(labels),
                ["ports"] = new JsonArray(
                    new JsonObject { ["name"] = "http", ["port"] = 9898, ["targetPort"] = "http", ["protocol"] = "TCP" },
                    new JsonObject { ["name"] = "grpc", ["port"] = 9999, ["targetPort"] = "grpc", ["protocol"] = "TCP" }),
            },
        }, "");
    }

    private static JsonObject Workload(ChartContents chart, string name, IReadOnlyDictionary<string, string> labels, string image, int replicas, string? message, string container = "podinfo")
    {
        var workload = new ChartWorkload("Deployment", name, labels, new ChartContainer(container, image, chart.Resources("resources", "1m", "16Mi"), ("http", 9898), ("http-metrics", 9797), ("grpc", 9999)))
        {
            Replicas = replicas,
            ServiceAccount = "default",
        }.ToJson(chart.Namespace);
        var app = workload["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();
        app["command"] = ChartContents.Words("./podinfo,--port=9898,--port-metrics=9797,--grpc-port=9999");
        if (message is { Length: > 0 })
        {
            app["env"] = new JsonArray(new JsonObject { ["name"] = "PODINFO_UI_MESSAGE", ["value"] = message });
        }

        return workload;
    }
}
