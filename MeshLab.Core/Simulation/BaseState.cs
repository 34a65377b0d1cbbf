using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation;

/// <summary>What a fresh cluster holds: namespaces, two nodes, the API server's Service.</summary>
internal static class BaseState
{
    private const string Region = "topology.kubernetes.io/region";

    public static void Ensure(DemoCluster cluster)
    {
        var empty = cluster.Store.IsEmpty;
        ServeMetrics(cluster);
        if (!empty)
        {
            Label(cluster);
            return;
        }

        foreach (var name in new[] { "default", "kube-system", "kube-public", "kube-node-lease" })
        {
            Put(cluster, "", "namespaces", Resource(cluster, "v1", "Namespace", null, name, new JsonObject
            {
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            }, new JsonObject { ["kubernetes.io/metadata.name"] = name }));
        }

        Put(cluster, "", "serviceaccounts", Resource(cluster, "v1", "ServiceAccount", "default", "default", []));
        Put(cluster, "", "services", Resource(cluster, "v1", "Service", "default", "kubernetes", new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["type"] = "ClusterIP",
                ["clusterIP"] = "10.96.0.1",
                ["clusterIPs"] = new JsonArray("10.96.0.1"),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
                ["sessionAffinity"] = "None",
            },
            ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() },
        }));
        Put(cluster, "", "endpoints", Resource(cluster, "v1", "Endpoints", "default", "kubernetes", new JsonObject
        {
            ["subsets"] = new JsonArray(new JsonObject
            {
                ["addresses"] = new JsonArray(new JsonObject { ["ip"] = "10.240.0.2" }),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 6443, ["protocol"] = "TCP" }),
            }),
        }));
        Put(cluster, "storage.k8s.io", "storageclasses", Resource(cluster, "storage.k8s.io/v1", "StorageClass", null, "standard", new JsonObject
        {
            ["provisioner"] = "meshlab.dev/simulated",
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "Immediate",
        }));
        Put(cluster, "", "nodes", Node(cluster, $"{cluster.Name}-control-plane", "10.240.0.2", controlPlane: true));
        Put(cluster, "", "nodes", Node(cluster, $"{cluster.Name}-worker", "10.240.0.3", controlPlane: false));
    }

    /// <summary>
    /// Where a demo cluster pretends to be, as the federation scenario's Kind configurations label its clusters: the east is near and dear, the west far and
    /// cheap.
    /// </summary>
    private static (string Key, string Value)[] Place(string cluster) => cluster switch
    {
        "demo-east" => [(Region, "eu-east"), ("meshlab.dev/federation", "member"), ("meshlab.dev/jurisdiction", "eu"), ("meshlab.dev/price-class", "high")],
        "demo-west" => [(Region, "us-west"), ("meshlab.dev/federation", "member"), ("meshlab.dev/jurisdiction", "us"), ("meshlab.dev/price-class", "low")],
        _ => [(Region, "eu-central")],
    };

    /// <summary>Registers the metrics API, also on clusters that an earlier version made.</summary>
    private static void ServeMetrics(DemoCluster cluster)
    {
        const string Name = "v1beta1.metrics.k8s.io";
        cluster.Store.Change(new ObjectKey("apiregistration.k8s.io", "apiservices", "", Name), known => known ?? Resource(cluster, "apiregistration.k8s.io/v1", "APIService", null, Name, new JsonObject
        {
            ["spec"] = new JsonObject { ["group"] = "metrics.k8s.io", ["version"] = "v1beta1", ["groupPriorityMinimum"] = 100, ["versionPriority"] = 100 },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Available",
                    ["status"] = "True",
                    ["reason"] = "Local",
                    ["message"] = "Local APIServices are always available",
                    ["lastTransitionTime"] = cluster.Timestamp,
                }),
            },
        }));
    }

    /// <summary>Brings the labels of nodes up to date that an earlier version made.</summary>
    private static void Label(DemoCluster cluster)
    {
        foreach (var name in new[] { $"{cluster.Name}-control-plane", $"{cluster.Name}-worker" })
        {
            cluster.Store.Change(new ObjectKey("", "nodes", "", name), node =>
            {
                foreach (var (key, value) in node is null ? [] : Place(cluster.Name))
                {
                    node!.Map("metadata").Map("labels")[key] = value;
                }

                return node;
            });
        }
    }

    private static void Put(DemoCluster cluster, string group, string plural, JsonObject resource)
    {
        var metadata = resource["metadata"]!;
        cluster.Store.Change(new ObjectKey(group, plural, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>()), _ => resource);
    }

    private static JsonObject Resource(DemoCluster cluster, string apiVersion, string kind, string? @namespace, string name, JsonObject content, JsonObject? labels = null)
    {
        var metadata = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = cluster.Timestamp };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        if (labels is not null)
        {
            metadata["labels"] = labels;
        }

        var resource = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (key, value) in content.ToList())
        {
            resource[key] = value?.DeepClone();
        }

        return resource;
    }

    private static JsonObject Node(DemoCluster cluster, string name, string address, bool controlPlane)
    {
        var labels = new JsonObject
        {
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["meshlab.dev/simulated"] = "true",
        };
        foreach (var (key, value) in Place(cluster.Name))
        {
            labels[key] = value;
        }

        if (controlPlane)
        {
            labels["node-role.kubernetes.io/control-plane"] = "";
        }

        static JsonObject Capacity() => new() { ["cpu"] = "6", ["memory"] = "12Gi", ["pods"] = "110", ["ephemeral-storage"] = "100Gi" };
        JsonObject Condition(string type, string status, string reason) => new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = reason,
            ["lastHeartbeatTime"] = cluster.Timestamp,
            ["lastTransitionTime"] = cluster.Timestamp,
        };
        return Resource(cluster, "v1", "Node", null, name, new JsonObject
        {
            ["spec"] = new JsonObject { ["podCIDR"] = controlPlane ? "10.244.0.0/24" : "10.244.1.0/24" },
            ["status"] = new JsonObject
            {
                ["capacity"] = Capacity(),
                ["allocatable"] = Capacity(),
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
                    Condition("Ready", "True", "KubeletReady")),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["nodeInfo"] = new JsonObject
                {
                    ["kubeletVersion"] = "v1.35.0+demo",
                    ["osImage"] = "MeshLab demo (simulated)",
                    ["architecture"] = "amd64",
                    ["operatingSystem"] = "linux",
                    ["containerRuntimeVersion"] = "simulated://1",
                    ["kernelVersion"] = "6.0.0-simulated",
                    ["machineID"] = "",
                    ["systemUUID"] = "",
                    ["bootID"] = "",
                    ["kubeProxyVersion"] = "",
                },
            },
        }, labels);
    }
}
