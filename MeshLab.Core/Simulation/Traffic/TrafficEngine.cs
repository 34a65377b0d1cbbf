namespace MeshLab.Core.Simulation.Traffic;

/// <summary>
/// Carries requests through the demo clusters: finds what a name leads to, lets the caller's mesh decide where to, and delivers. It computes
/// answers and how long they would have taken; it never waits. One engine serves all clusters, because requests cross their borders.
/// </summary>
internal sealed class TrafficEngine
{
    private const int DeepestCall = 8;

    private readonly RouteRunner _runner;

    public TrafficEngine()
    {
        Delivery = new Delivery(this);
        _runner = new RouteRunner(this);
    }

    /// <summary>The shares of rules and Services so far.</summary>
    public Rotation Rotation { get; } = new();

    public Delivery Delivery { get; }

    /// <summary>Pods that outlier detection took out.</summary>
    public Istio.OutlierDetection Outliers { get; } = new();

    /// <summary>Sends a request from a pod.</summary>
    public HttpReply Send(PodView from, HttpCall call, TrafficMoment moment)
    {
        if (moment.Depth > DeepestCall)
        {
            return HttpReply.Proxy(508, "loop detected", "meshlab");
        }

        moment.Pass(from, call.Body.Length);
        return NameResolver.Resolve(from, call.Host, call.Port) switch
        {
            ServiceDestination service => ToService(from, service, call, moment),
            ClustersetDestination clusterset => MultiCluster.Clusterset.Find(from, clusterset) is { } service
                ? ToService(from, service, call, moment)
                : NoSuchHost(call.Host),
            PodDestination direct => Delivery.To(from, direct.Pod, direct.Port, call, moment),
            ExternalDestination outside => ToOutside(from, outside, call, moment),
            _ => NoSuchHost(call.Host),
        };
    }

    /// <summary>Carries out what a mesh decided.</summary>
    public HttpReply Run(PodView from, RouteDecision decision, HttpCall call, TrafficMoment moment) => _runner.Run(from, decision, call, moment);

    private HttpReply ToService(PodView from, ServiceDestination service, HttpCall call, TrafficMoment moment)
    {
        if (service.PortEntry is null)
        {
            // Nobody translates the address of a Service at a port it does not have.
            return HttpReply.Dropped();
        }

        if (Cilium.CiliumGateways.Owner(service) is { } gateway)
        {
            return Cilium.CiliumGateways.Answer(this, from, service, gateway, call, moment);
        }

        return Run(from, Decide(from, service, call), call, moment);
    }

    private HttpReply ToOutside(PodView from, ExternalDestination outside, HttpCall call, TrafficMoment moment)
    {
        var decision = from.DataPlane == DataPlane.IstioSidecar ? Istio.Egress.Decide(from, outside, call) : null;
        return decision is null ? Delivery.ToOutside(from, outside, call, moment) : Run(from, decision, call, moment);
    }

    /// <summary>What the caller's data plane decides for a request to a Service.</summary>
    private static RouteDecision Decide(PodView from, ServiceDestination service, HttpCall call) => from.DataPlane switch
    {
        DataPlane.IstioSidecar => Istio.IstioRouting.FromSidecar(from, service, call),
        DataPlane.IstioAmbient => Istio.Ambient.Decide(from, service, call),
        DataPlane.Linkerd => Linkerd.LinkerdRouting.Decide(from, service, call),
        _ => Cilium.CiliumRouting.Decide(from, service, call) ?? new RouteDecision("service/" + service.Key, [new WeightedBackend(service, 1)]) { PerRequest = false },
    };

    private static HttpReply NoSuchHost(string host) => new(HttpReply.NoAnswer, "", TimeSpan.FromMilliseconds(4)) { Failure = $"lookup {host}: no such host", Connecting = true };
}
