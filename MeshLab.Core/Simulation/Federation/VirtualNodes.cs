using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation;

/// <summary>Nodes that stand for another cluster. No kubelet of this cluster runs their pods, and no node agent runs on them.</summary>
internal static class VirtualNodes
{
    public const string LiqoType = "liqo.io/type";
    public const string LiqoNode = "virtual-node";
    public const string Provider = "virtual-kubelet.io/provider";
    public const string Admiralty = "admiralty";

    public static bool Is(JsonObject? node) => IsLiqo(node) || IsAdmiralty(node);

    public static bool IsLiqo(JsonObject? node) => node?.Label(LiqoType) == LiqoNode;

    public static bool IsAdmiralty(JsonObject? node) => node?.Label(Provider) == Admiralty;

    /// <summary>The virtual node that a pod is bound to, or null.</summary>
    public static JsonObject? Of(ObjectStore store, JsonObject pod) =>
        pod.Text("spec", "nodeName") is { } name && store.Peek(new ObjectKey("", "nodes", "", name)) is { } node && Is(node) ? node : null;

    /// <summary>A virtual node as its virtual kubelet registers it; resources come with its status.</summary>
    public static JsonObject Node(DemoCluster cluster, string name, string kind, JsonObject labels, JsonArray taints, JsonObject resources)
    {
        labels["kubernetes.io/hostname"] = name;
        labels["kubernetes.io/os"] = "linux";
        labels["kubernetes.io/arch"] = "amd64";
        labels["meshlab.dev/simulated"] = "true";
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
            ["spec"] = new JsonObject { ["taints"] = taints },
            ["status"] = new JsonObject
            {
                ["capacity"] = resources.DeepClone(),
                ["allocatable"] = resources.DeepClone(),
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = "True",
                    ["reason"] = "KubeletReady",
                    ["message"] = $"{kind} (simulated)",
                    ["lastHeartbeatTime"] = cluster.Timestamp,
                    ["lastTransitionTime"] = cluster.Timestamp,
                }),
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["nodeInfo"] = new JsonObject
                {
                    ["kubeletVersion"] = "v1.35.0+demo",
                    ["osImage"] = $"{kind} (simulated)",
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
        };
    }
}
