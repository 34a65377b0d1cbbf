using System.Text.Json.Nodes;

namespace MeshLab.Core.Measurements.Network;

/// <summary>Finds the Services that a provider bills a load balancer for.</summary>
public static class LoadBalancers
{
    /// <summary>How many Services are of type <c>LoadBalancer</c>, and how many of those stand in front of a mesh's gateways.</summary>
    public static (int All, int Gateways) Count(IReadOnlyList<JsonObject> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var balancers = services.Where(service => (string?)service["spec"]?["type"] == "LoadBalancer").ToList();
        return (balancers.Count, balancers.Count(IsGateway));
    }

    /// <summary>As pods are classified: the Gateway API's label, Istio's gateways by their label or selector, Linkerd's by its name, Cilium's by its prefix.</summary>
    private static bool IsGateway(JsonObject service)
    {
        var metadata = service["metadata"];
        var name = (string?)metadata?["name"] ?? "";
        return metadata?["labels"]?["gateway.networking.k8s.io/gateway-name"] is not null
            || IsIstio(metadata?["labels"]) || IsIstio(service["spec"]?["selector"])
            || name is "linkerd-gateway" || name.StartsWith("cilium-gateway-", StringComparison.Ordinal);
    }

    private static bool IsIstio(JsonNode? labels) => ((string?)labels?["istio"])?.EndsWith("gateway", StringComparison.Ordinal) == true;
}
