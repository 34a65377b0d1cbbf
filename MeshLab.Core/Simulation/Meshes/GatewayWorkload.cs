using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>The objects behind a Gateway, named and labelled as the real controllers do.</summary>
internal static class GatewayWorkload
{
    public const string NameLabel = "gateway.networking.k8s.io/gateway-name";

    public static string NameOf(JsonObject gateway, string controller) => controller switch
    {
        GatewayApi.WaypointController => gateway.Name(),
        GatewayApi.CiliumController => "cilium-gateway-" + gateway.Name(),
        _ => $"{gateway.Name()}-{gateway.Text("spec", "gatewayClassName")}",
    };

    /// <summary>Whether the Gateway asks to be reached inside the cluster only.</summary>
    public static bool IsInside(JsonObject gateway) => gateway.Annotation("networking.istio.io/service-type") == "ClusterIP";

    public static JsonObject Account(JsonObject gateway, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = Metadata(gateway, name, isWaypoint: false),
    };

    public static JsonObject Deployment(JsonObject gateway, string name, bool isWaypoint, IstioInstallation istio)
    {
        var labels = Labels(gateway, isWaypoint);
        labels["sidecar.istio.io/inject"] = "false";
        if (isWaypoint)
        {
            labels["istio.io/dataplane-mode"] = "none";
        }

        labels["service.istio.io/canonical-name"] = name;
        labels["service.istio.io/canonical-revision"] = "latest";
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Metadata(gateway, name, isWaypoint),
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [NameLabel] = gateway.Name() } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["labels"] = labels,
                        ["annotations"] = new JsonObject { ["istio.io/rev"] = istio.Revision, ["prometheus.io/path"] = "/stats/prometheus", ["prometheus.io/port"] = "15020", ["prometheus.io/scrape"] = "true" },
                    },
                    ["spec"] = new JsonObject
                    {
                        ["serviceAccountName"] = name,
                        ["containers"] = new JsonArray(IstioSidecar.ProxyContainer(istio.ProxyImage, isWaypoint ? "waypoint" : "router", new JsonObject
                        {
                            ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
                            ["limits"] = new JsonObject { ["cpu"] = "2", ["memory"] = "1Gi" },
                        })),
                    },
                },
            },
        };
    }

    public static JsonObject Service(JsonObject gateway, string name, bool isWaypoint)
    {
        var ports = new JsonArray(isWaypoint ? [] : [Port("status-port", 15021)]);
        foreach (var listener in gateway.Items("spec", "listeners").DistinctBy(one => one.Integer("port")))
        {
            ports.Add(Port(listener.Text("name") ?? "listener", listener.Integer("port") ?? 80));
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = Metadata(gateway, name, isWaypoint),
            ["spec"] = new JsonObject
            {
                ["type"] = isWaypoint || IsInside(gateway) ? "ClusterIP" : "LoadBalancer",
                ["selector"] = new JsonObject { [NameLabel] = gateway.Name() },
                ["ports"] = ports,
            },
        };
    }

    private static JsonObject Port(string name, int number) => new() { ["name"] = name, ["port"] = number, ["protocol"] = "TCP", ["targetPort"] = number };

    private static JsonObject Labels(JsonObject gateway, bool isWaypoint) => new()
    {
        [NameLabel] = gateway.Name(),
        ["gateway.networking.k8s.io/gateway-class-name"] = gateway.Text("spec", "gatewayClassName"),
        ["gateway.istio.io/managed"] = isWaypoint ? "istio.io-mesh-controller" : "istio.io-gateway-controller",
    };

    private static JsonObject Metadata(JsonObject gateway, string name, bool isWaypoint) => new()
    {
        ["name"] = name,
        ["namespace"] = gateway.Namespace(),
        ["labels"] = Labels(gateway, isWaypoint),
        ["ownerReferences"] = new JsonArray(Ownership.Reference(gateway)),
    };
}
