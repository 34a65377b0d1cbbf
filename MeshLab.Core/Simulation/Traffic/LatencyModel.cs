namespace MeshLab.Core.Simulation.Traffic;

/// <summary>
/// How long the parts of a request's way take: log-normal distributions given by their 90th and 99th percentile in milliseconds, so that
/// they have a tail. Sidecars, ztunnel and waypoint follow the order of magnitude of Istio's performance page for 1.24 (a pair of sidecars
/// about 0.6 and 0.9 ms, ztunnel about 0.2, a waypoint about 0.4 and 0.5). The other figures are assumptions of the demo cluster: Linkerd's
/// proxies lighter than Envoy, Cilium's datapath near the bare network with an Envoy on the node for HTTP rules, and a network between
/// clusters that takes a millisecond and a half.
/// </summary>
internal static class LatencyModel
{
    private static readonly Part Network = new(0.45, 0.9);
    private static readonly Part Sidecar = new(0.32, 0.44);
    private static readonly Part Ztunnel = new(0.08, 0.10);
    private static readonly Part Waypoint = new(0.40, 0.50);
    private static readonly Part LinkerdProxy = new(0.18, 0.32);
    private static readonly Part NodeEnvoy = new(0.35, 0.50);
    private static readonly Part ClusterBorder = new(1.9, 3.2);
    private static readonly Part App = new(0.5, 1.1);

    /// <summary>The way there and back between two pods, with what their data planes add.</summary>
    public static TimeSpan Way(PodView from, PodView to, Random random)
    {
        var time = Network.Draw(random) + Of(from.DataPlane, random) + Of(to.DataPlane, random);
        return from.Cluster == to.Cluster ? time : time + ClusterBorder.Draw(random);
    }

    public static TimeSpan ThroughWaypoint(Random random) => Waypoint.Draw(random);

    public static TimeSpan ThroughNodeEnvoy(Random random) => NodeEnvoy.Draw(random);

    /// <summary>To a host outside and back.</summary>
    public static TimeSpan Outside(PodView from, Random random) => Of(from.DataPlane, random) + TimeSpan.FromMilliseconds(18) + ClusterBorder.Draw(random);

    /// <summary>What an application needs to answer something simple.</summary>
    public static TimeSpan Answer(Random random) => App.Draw(random);

    /// <summary>A proxy that answers by itself.</summary>
    public static TimeSpan ByProxy(Random random) => Sidecar.Draw(random);

    private static TimeSpan Of(DataPlane plane, Random random) => plane switch
    {
        DataPlane.IstioSidecar => Sidecar.Draw(random),
        DataPlane.IstioAmbient => Ztunnel.Draw(random),
        DataPlane.Linkerd => LinkerdProxy.Draw(random),
        _ => TimeSpan.Zero,
    };

    /// <summary>A log-normal distribution; 1.2816 and 2.3263 are the normal distribution's quantiles of 0.9 and 0.99.</summary>
    private sealed class Part(double p90, double p99)
    {
        private readonly double _sigma = Math.Log(p99 / p90) / (2.3263 - 1.2816);

        public TimeSpan Draw(Random random)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return TimeSpan.FromMilliseconds(p90 * Math.Exp(_sigma * (normal - 1.2816)));
        }
    }
}
