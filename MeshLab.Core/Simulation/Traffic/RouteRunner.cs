namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Carries out a <see cref="RouteDecision"/>: faults, shares, timeouts, retries.</summary>
internal sealed class RouteRunner(TrafficEngine engine)
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(25);

    public HttpReply Run(PodView from, RouteDecision decision, HttpCall call, TrafficMoment moment)
    {
        var before = TimeSpan.Zero;
        if (decision.Via is { } waypoint)
        {
            moment.Pass(waypoint, call.Body.Length);
            before = LatencyModel.ThroughWaypoint(moment.Random);
        }

        if (decision.Fault is { } fault)
        {
            if (engine.Rotation.Happens("delay/" + decision.Key, fault.DelayPercent))
            {
                before += fault.Delay;
            }

            if (engine.Rotation.Happens("abort/" + decision.Key, fault.AbortPercent))
            {
                return HttpReply.Proxy(fault.AbortCode, "fault filter abort", decision.Proxy, before + LatencyModel.ByProxy(moment.Random));
            }
        }

        if (decision.Direct is { } direct)
        {
            return direct.Plus(before + LatencyModel.ByProxy(moment.Random));
        }

        var reply = Attempt(from, decision, decision.Request?.Invoke(call) ?? call, moment.After(before)).Plus(before);
        return decision.ReplyHeaders is { } more && !reply.IsFailure ? reply with { Headers = Merged(reply.Headers, more) } : reply;
    }

    private HttpReply Attempt(PodView from, RouteDecision decision, HttpCall call, TrafficMoment moment)
    {
        var spent = TimeSpan.Zero;
        for (var attempt = 0; ; attempt++)
        {
            var reply = Once(from, decision, call, moment.After(spent));
            if (decision.Retries?.PerTry is { } perTry && reply.Took > perTry)
            {
                reply = TimedOut(decision, perTry);
            }

            var total = reply.Took >= HttpReply.Never ? HttpReply.Never : spent + reply.Took;
            if (decision.Timeout is { } timeout && total > timeout)
            {
                return TimedOut(decision, timeout);
            }

            if (attempt >= (decision.Retries?.Attempts ?? 0) || total >= HttpReply.Never || !decision.Retries!.RetryOn(reply))
            {
                return reply with { Took = total };
            }

            spent = total + Backoff * (attempt + 1) * moment.Random.NextDouble();
        }
    }

    private HttpReply Once(PodView from, RouteDecision decision, HttpCall call, TrafficMoment moment)
    {
        var turn = decision.Backends.Count == 0 ? -1 : engine.Rotation.Next("route/" + decision.Key, [.. decision.Backends.Select(one => one.Weight)]);
        if (turn < 0)
        {
            // A route without anything behind it: the Gateway API asks for 500, Envoy's own routes for 503.
            return HttpReply.Proxy(decision.Key.StartsWith("httproute/", StringComparison.Ordinal) ? 500 : 503, "no healthy upstream", decision.Proxy, LatencyModel.ByProxy(moment.Random));
        }

        var backend = decision.Backends[turn];
        return engine.Delivery.ToBackend(from, decision, backend, backend.Request?.Invoke(call) ?? call, moment);
    }

    private static HttpReply TimedOut(RouteDecision decision, TimeSpan after) => HttpReply.Proxy(504, decision.Proxy == "linkerd" ? "" : "upstream request timeout", decision.Proxy, after);

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> more)
    {
        var all = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return all;
    }
}
