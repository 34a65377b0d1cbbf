namespace MeshLab.Core.Simulation.Traffic;

/// <summary>When and over which connection a request is sent.</summary>
/// <param name="Session">What it shares with the other requests of the command.</param>
/// <param name="Time">The cluster's time, which a compressed run is ahead of.</param>
/// <param name="Connection">The pods a kept connection is bound to, by Service; null for a connection of one request.</param>
/// <param name="Depth">How many hops away from the command this is, so that a loop of pods that call each other ends.</param>
internal sealed record TrafficMoment(TrafficSession Session, DateTimeOffset Time, Dictionary<string, string>? Connection = null, int Depth = 0)
{
    public Random Random => Session.Random;

    public TrafficMoment After(TimeSpan time) => this with { Time = Time + time };

    /// <summary>The moment in which a pod sends a request to answer this one.</summary>
    public TrafficMoment Deeper(TimeSpan time) => new(Session, Time + time, null, Depth + 1);

    public void Pass(PodView pod, long bytes) => Session.Passed.Add(new PassedRequest(pod.Cluster, pod.Namespace, pod.Name, bytes, Time));
}
