using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Objects;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Tells what nobody would miss (made by a cluster, a mesh or a chart of the scenario) from what somebody made on purpose.</summary>
internal static class MadeByMachines
{
    /// <summary>ConfigMaps that a cluster or a mesh puts into every namespace.</summary>
    private static readonly HashSet<string> Bundles = ["kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert", "istio-ca-crl"];

    /// <summary>Types of Secrets that a cluster, Helm, istiod and Kuma write for themselves.</summary>
    private static readonly HashSet<string> SecretTypes =
        ["kubernetes.io/service-account-token", "helm.sh/release.v1", "istio.io/ca-root", "istio.io/key-and-cert", "system.kuma.io/secret", "system.kuma.io/global-secret"];

    /// <summary>Controllers of meshes whose objects go with the mesh: values of <c>app.kubernetes.io/managed-by</c>, <c>managed-by</c> and <c>gateway.istio.io/managed</c>.</summary>
    private static readonly HashSet<string> Managers = ["istio.io/gateway-controller", "istio.io-gateway-controller", "istio.io/mesh-controller", "istio.io-mesh-controller", "istiod", "consul-k8s"];

    private static readonly string[] ManagerLabels = [Ownership.ManagedBy, "managed-by", "gateway.istio.io/managed"];

    private static readonly string[] ReleaseLabels = ["app.kubernetes.io/instance", "release"];

    /// <summary>Controllers that make their own GatewayClass, by its <c>spec.controllerName</c>.</summary>
    private static readonly HashSet<string> ClassControllers = ["istio.io/gateway-controller", "istio.io/mesh-controller", "istio.io/unmanaged-gateway", "io.cilium/gateway-controller"];

    /// <summary>
    /// Whether the object is neither MeshLab's, nor another object's, nor on its way out, nor of one of the scenario's own
    /// <paramref name="releases"/>, nor made by a controller of a mesh or by the cluster. Other charts' and tools' objects are foreign.
    /// </summary>
    public static bool IsForeign(JsonObject one, IReadOnlySet<(string Namespace, string Name)> releases)
    {
        var metadata = one["metadata"]!;
        return !Ownership.IsOurs(one)
            && metadata["ownerReferences"] is not JsonArray { Count: > 0 }
            && metadata["deletionTimestamp"] is null
            && !OfRelease(metadata, releases)
            && !FleetAgents.Made(metadata)
            && !OfController(one, metadata)
            && !OfCluster(one, metadata);
    }

    /// <summary>Charts annotate what they hold; what a StatefulSet of a chart makes (a volume claim) has only its labels.</summary>
    private static bool OfRelease(JsonNode metadata, IReadOnlySet<(string Namespace, string Name)> releases)
    {
        var annotations = metadata["annotations"];
        if (Text(annotations, "meta.helm.sh/release-name") is { } release)
        {
            return releases.Contains((Text(annotations, "meta.helm.sh/release-namespace") ?? "", release));
        }

        var space = metadata["namespace"]?.GetValue<string>() ?? "";
        return ReleaseLabels.Any(label => Text(metadata["labels"], label) is { } name && releases.Contains((space, name)));
    }

    private static bool OfController(JsonObject one, JsonNode metadata) =>
        ManagerLabels.Any(label => Text(metadata["labels"], label) is { } manager && Managers.Contains(manager))
        || (one["kind"]?.GetValue<string>() == "GatewayClass" && Text(one["spec"], "controllerName") is { } controller && ClassControllers.Contains(controller));

    private static bool OfCluster(JsonObject one, JsonNode metadata)
    {
        var name = metadata["name"]!.GetValue<string>();
        return one["kind"]?.GetValue<string>() switch
        {
            // Leader elections keep their state in ConfigMaps.
            "ConfigMap" => Bundles.Contains(name) || Text(metadata["annotations"], "control-plane.alpha.kubernetes.io/leader") is not null,
            "Secret" => SecretTypes.Contains(Text(one, "type") ?? ""),
            _ => false,
        };
    }

    private static string? Text(JsonNode? node, string key) => node is JsonObject map ? map[key]?.GetValue<string>() : null;
}
