using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Stand-ins for manifests that projects publish beside their charts.</summary>
internal static class PublishedManifests
{
    internal const string Standard = """
        gateway.networking.k8s.io BackendTLSPolicy backendtlspolicies N v1*/s btlspolicy gateway-api
        gateway.networking.k8s.io GatewayClass gatewayclasses C v1*/s,v1beta1/s gc gateway-api
        gateway.networking.k8s.io Gateway gateways N v1*/s,v1beta1/s gtw gateway-api
        gateway.networking.k8s.io GRPCRoute grpcroutes N v1*/s - gateway-api
        gateway.networking.k8s.io HTTPRoute httproutes N v1*/s,v1beta1/s - gateway-api
        gateway.networking.k8s.io ListenerSet listenersets N v1*/s lset gateway-api
        gateway.networking.k8s.io ReferenceGrant referencegrants N v1,v1beta1* refgrant gateway-api
        gateway.networking.k8s.io TCPRoute tcproutes N v1*/s - gateway-api
        gateway.networking.k8s.io TLSRoute tlsroutes N v1*/s - gateway-api
        gateway.networking.k8s.io UDPRoute udproutes N v1*/s - gateway-api
        """;

    private const string Experimental = Standard + """

        gateway.networking.x-k8s.io XBackend xbackends N v1alpha1*/s xbackend gateway-api
        gateway.networking.x-k8s.io XBackendTrafficPolicy xbackendtrafficpolicies N v1alpha1*/s xbtrafficpolicy gateway-api
        gateway.networking.x-k8s.io XMesh xmeshes C v1alpha1*/s mesh gateway-api
        """;

    public static IReadOnlyList<JsonObject>? Find(Uri address)
    {
        if (!address.AbsolutePath.Contains("/gateway-api/", StringComparison.Ordinal))
        {
            return null;
        }

        var version = address.Segments.Length > 1 ? address.Segments[^2].Trim('/') : "";
        return address.Segments[^1] switch
        {
            "standard-install.yaml" => GatewayApi(Standard, version, "standard"),
            "experimental-install.yaml" => GatewayApi(Experimental, version, "experimental"),
            _ => null,
        };
    }

    private static List<JsonObject> GatewayApi(string lines, string version, string channel)
    {
        var definitions = Definitions.Read(lines).ToList();
        foreach (var definition in definitions)
        {
            definition["metadata"]!["annotations"] = new JsonObject
            {
                ["gateway.networking.k8s.io/bundle-version"] = version,
                ["gateway.networking.k8s.io/channel"] = channel,
            };
        }

        return definitions;
    }
}
