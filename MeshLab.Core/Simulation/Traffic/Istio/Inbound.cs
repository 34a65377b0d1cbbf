namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>What a pod's sidecar refuses: plain text under STRICT, invalid tokens, callers no policy lets in. In the order in which Envoy's filters ask.</summary>
internal static class Inbound
{
    public static HttpReply? Refusal(PodView from, PodView to, int port, HttpCall call, DateTimeOffset now, bool plaintext)
    {
        var view = ClusterView.Of(to.Cluster);
        var isMutual = !plaintext && from.DataPlane is DataPlane.IstioSidecar or DataPlane.IstioAmbient;
        if (!isMutual && !to.IsGateway && PeerAuthentications.IsStrict(view, to, port))
        {
            return HttpReply.Reset(TimeSpan.Zero);
        }

        return Requests(view, to, isMutual ? from : null, from, port, call, now, PolicyTarget.Workload(to));
    }

    /// <summary>Tokens and authorization of a request, at a sidecar, a gateway or a waypoint.</summary>
    public static HttpReply? Requests(ClusterView view, PodView proxy, PodView? identity, PodView from, int port, HttpCall call, DateTimeOffset now, PolicyTarget target)
    {
        var token = RequestAuthentications.Check(view, target, call, now);
        if (token.Problem is { } problem)
        {
            return HttpReply.Proxy(401, problem, "istio-envoy") with
            {
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    ["www-authenticate"] = $"Bearer realm=\"{call.Scheme}://{call.Authority}{call.Path}\", error=\"invalid_token\"",
                    ["content-type"] = "text/plain",
                    ["server"] = "istio-envoy",
                },
            };
        }

        var subject = new AuthorizationSubject(identity, from, proxy, port, call, token.Claims);
        return AuthorizationPolicies.Allow(view, target, subject) ? null : HttpReply.Proxy(403, "RBAC: access denied", "istio-envoy");
    }
}
