namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Brings a request to a pod: chooses it, and asks everything on the way that may refuse it.</summary>
internal sealed class Delivery(TrafficEngine engine)
{
    private static readonly TimeSpan EnvoyConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LinkerdFailFast = TimeSpan.FromSeconds(3);

    /// <summary>To one of the pods behind a Service.</summary>
    public HttpReply ToBackend(PodView from, RouteDecision decision, WeightedBackend backend, HttpCall call, TrafficMoment moment)
    {
        if (backend.External is { } outside)
        {
            return ToOutside(from, outside, call, moment);
        }

        var endpoints = Candidates(from, backend);
        if (endpoints.Count == 0)
        {
            return Nobody(decision, moment);
        }

        var way = $"{from.Key}>{backend.Service.Key}/{backend.Policy?.Subset}";
        var wait = TimeSpan.Zero;
        if (backend.Policy?.Pool is { } pool)
        {
            if (pool.Admit(moment.Session.InFlight(way, moment.Time), moment.Time) is not { } admitted)
            {
                return HttpReply.Proxy(503, "upstream connect error or disconnect/reset before headers. reset reason: overflow", decision.Proxy, LatencyModel.ByProxy(moment.Random)) with
                {
                    Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-envoy-overloaded"] = "true", ["content-type"] = "text/plain", ["server"] = decision.Proxy },
                };
            }

            wait = admitted;
        }

        var healthy = backend.Policy?.Outlier is { } rule ? engine.Outliers.Healthy(from, endpoints, rule, moment.Time) : endpoints;
        var pod = Choose(from, decision, backend, healthy, call, moment);
        var reply = ServiceEndpoints.TargetPort(backend.Service, pod) is { } port
            ? To(from, pod, port, call, moment.After(wait), backend.Policy?.Plaintext ?? false).Plus(wait)
            : HttpReply.Refused(LatencyModel.Way(from, pod, moment.Random));
        if (decision.PerRequest)
        {
            reply = SeenByProxy(reply, decision.Proxy);
        }

        if (backend.Policy?.Pool is not null)
        {
            moment.Session.InFlight(way, moment.Time).Add((moment.Time + wait, moment.Time + (reply.Took >= HttpReply.Never ? EnvoyConnectTimeout : reply.Took)));
        }

        if (backend.Policy?.Outlier is { } outlier)
        {
            engine.Outliers.Note(from, pod, endpoints.Count, reply, outlier, moment.Time + reply.Took);
        }

        return reply;
    }

    /// <summary>To a certain pod.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="to">Who is asked.</param>
    /// <param name="port">The pod's port.</param>
    /// <param name="call">The request.</param>
    /// <param name="moment">When.</param>
    /// <param name="plaintext">Whether the caller's mesh was told not to encrypt.</param>
    public HttpReply To(PodView from, PodView to, int port, HttpCall call, TrafficMoment moment, bool plaintext = false)
    {
        if (!Policies.NetworkPolicies.Allow(from, to, port) || !Cilium.CiliumPolicies.AllowConnection(from, to, port))
        {
            return HttpReply.Dropped();
        }

        var way = LatencyModel.Way(from, to, moment.Random);
        if (!Apps.PodApps.Listens(to, port))
        {
            return HttpReply.Refused(way);
        }

        var refusal = to.DataPlane switch
        {
            DataPlane.IstioSidecar => Istio.Inbound.Refusal(from, to, port, call, moment.Time, plaintext),
            DataPlane.IstioAmbient => Istio.Ambient.Refusal(from, to, port),
            DataPlane.Linkerd => Linkerd.LinkerdPolicies.Refusal(from, to, port, call),
            _ => null,
        };
        refusal ??= Cilium.CiliumPolicies.Refusal(from, to, port, call);
        moment.Pass(to, call.Body.Length);
        if (refusal is not null)
        {
            return Noted(refusal).Plus(way);
        }

        if (Cilium.CiliumPolicies.LooksAtRequests(to, port))
        {
            way += LatencyModel.ThroughNodeEnvoy(moment.Random);
        }

        return Noted(Apps.PodApps.Answer(engine, from, to, port, call, moment.After(way / 2))).Plus(way);

        HttpReply Noted(HttpReply reply)
        {
            var path = new CallPath(from.Namespace, from.Workload, to.Namespace, to.Workload, IsMutual(from, to, plaintext), from.Cluster == to.Cluster ? null : from.Cluster.Name);
            to.Cluster.Calls.Record(from.Key, path, reply.IsFailure || reply.Code >= 500, moment.Time);
            return reply;
        }
    }

    /// <summary>Whether both ends have the same mesh and the caller's was not told to leave encryption out.</summary>
    private static bool IsMutual(PodView from, PodView to, bool plaintext) => (from.DataPlane, to.DataPlane) switch
    {
        (DataPlane.IstioSidecar or DataPlane.IstioAmbient, DataPlane.IstioSidecar or DataPlane.IstioAmbient) => !plaintext,
        (DataPlane.Linkerd, DataPlane.Linkerd) => true,
        _ => false,
    };

    /// <summary>To a host outside the clusters.</summary>
    public static HttpReply ToOutside(PodView from, ExternalDestination outside, HttpCall call, TrafficMoment moment) =>
        Policies.NetworkPolicies.AllowOutside(from, outside) && Cilium.CiliumPolicies.AllowOutside(from, outside)
            ? Apps.OutsideHosts.Answer(outside, call).Plus(LatencyModel.Outside(from, moment.Random))
            : HttpReply.Dropped();

    private static IReadOnlyList<PodView> Candidates(PodView from, WeightedBackend backend)
    {
        var all = MultiCluster.GlobalEndpoints.Of(from, backend.Service);
        return backend.Policy is { Labels.Count: > 0 } policy ? [.. all.Where(pod => pod.Labels.Has(policy.Labels))] : all;
    }

    private PodView Choose(PodView from, RouteDecision decision, WeightedBackend backend, IReadOnlyList<PodView> pods, HttpCall call, TrafficMoment moment)
    {
        var key = backend.Service.Key + "/" + backend.Policy?.Subset;
        if (backend.Policy?.Hash?.Invoke(call) is { } hashed)
        {
            return pods[(int)(StableHash.Of(hashed) % (ulong)pods.Count)];
        }

        if (!decision.PerRequest && moment.Connection is { } connection)
        {
            if (connection.TryGetValue(key, out var bound) && pods.FirstOrDefault(pod => pod.Key == bound) is { } same)
            {
                return same;
            }

            var chosen = Turn();
            connection[key] = chosen.Key;
            return chosen;
        }

        return Turn();

        PodView Turn() => pods[engine.Rotation.Next($"pods/{from.Cluster.Name}/{key}/{string.Join(',', pods.Select(pod => pod.Name))}", [.. pods.Select(_ => 1.0)])];
    }

    private static HttpReply Nobody(RouteDecision decision, TrafficMoment moment) => decision switch
    {
        { PerRequest: false } => HttpReply.Refused(TimeSpan.FromMilliseconds(0.2)),
        { Proxy: "linkerd" } => HttpReply.Proxy(503, "", "linkerd", LinkerdFailFast),
        _ => HttpReply.Proxy(503, "no healthy upstream", decision.Proxy, LatencyModel.ByProxy(moment.Random)),
    };

    /// <summary>What a caller's proxy makes of a connection that failed.</summary>
    private static HttpReply SeenByProxy(HttpReply reply, string proxy)
    {
        if (!reply.IsFailure)
        {
            return proxy == "envoy" && !reply.Headers.ContainsKey("x-envoy-upstream-service-time") ? reply with { Headers = Stamped(reply) } : reply;
        }

        var (took, reason) = reply switch
        {
            { Took: var time } when time >= HttpReply.Never => (EnvoyConnectTimeout, "connection timeout"),
            { Connecting: true } => (reply.Took, "remote connection failure, transport failure reason: delayed connect error: Connection refused"),
            _ => (reply.Took, "connection termination"),
        };
        return proxy == "linkerd"
            ? HttpReply.Proxy(reply.Took >= HttpReply.Never ? 504 : 502, "", "linkerd", reply.Took >= HttpReply.Never ? LinkerdFailFast : took)
            : HttpReply.Proxy(503, $"upstream connect error or disconnect/reset before headers. reset reason: {reason}", proxy, took);
    }

    private static Dictionary<string, string> Stamped(HttpReply reply) => new(reply.Headers, StringComparer.OrdinalIgnoreCase)
    {
        ["x-envoy-upstream-service-time"] = ((long)reply.Took.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["server"] = "envoy",
    };
}
