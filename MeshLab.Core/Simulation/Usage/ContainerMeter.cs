using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>The usage of one container as a function of time, requests and proxies; the same in every process.</summary>
internal static class ContainerMeter
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MemoryWindow = TimeSpan.FromSeconds(30);

    /// <summary>The containers of a pod that run, with when they started.</summary>
    public static IEnumerable<(JsonObject Container, DateTimeOffset StartedAt)> Running(JsonObject pod)
    {
        foreach (var (list, statuses) in new[] { ("initContainers", "initContainerStatuses"), ("containers", "containerStatuses") })
        {
            foreach (var status in pod.Items("status", statuses))
            {
                if (status.Time("state", "running", "startedAt") is { } startedAt
                    && pod.Items("spec", list).FirstOrDefault(one => one.Text("name") == status.Text("name")) is { } container)
                {
                    yield return (container, startedAt);
                }
            }
        }
    }

    /// <summary>CPU time up to <paramref name="at"/>: idle share, requests, and what serving proxies has cost so far.</summary>
    public static long Nanoseconds(JsonObject pod, UsageProfile profile, DateTimeOffset startedAt, DateTimeOffset at, long requests, double proxyNanoseconds)
    {
        var seconds = Math.Max(0, (at - startedAt).TotalSeconds);
        var seed = StableHash.Fraction(pod.Uid());

        // The wave's slope stays below 1, so that the counter never falls.
        var period = 50 + 40 * seed;
        var waved = seconds + 2.5 * (Math.Sin(2 * Math.PI * (seconds / period + seed)) - Math.Sin(2 * Math.PI * seed));
        var efficiency = 0.98 + 0.04 * seed;
        return (long)(Math.Max(0, waved) * profile.IdleCores * 1e9 + requests * profile.NanosecondsPerRequest * efficiency + proxyNanoseconds);
    }

    public static long NanoCores(DemoCluster cluster, JsonObject pod, UsageProfile profile, DateTimeOffset at, int proxies) =>
        (long)(profile.IdleCores * 1e9 + Rate(cluster, pod, RateWindow, at) * profile.NanosecondsPerRequest + proxies * profile.CoresPerProxy * 1e9);

    public static long MemoryBytes(DemoCluster cluster, JsonObject pod, UsageProfile profile, DateTimeOffset startedAt, DateTimeOffset at, int proxies)
    {
        var seconds = Math.Max(0, (at - startedAt).TotalSeconds);
        var seed = StableHash.Fraction(pod.Uid() + "/memory");
        var megabytes = profile.IdleMegabytes + Rate(cluster, pod, MemoryWindow, at) / 1000 * profile.MegabytesPerThousand + proxies * profile.MegabytesPerProxy;
        var warm = 0.75 + 0.25 * Math.Min(1, seconds / 30);
        var noise = 1 + 0.015 * Math.Sin(2 * Math.PI * (seconds / 240 + seed)) + 0.02 * (seed - 0.5);
        return (long)(megabytes * warm * noise * 1e6) / 4096 * 4096;
    }

    private static double Rate(DemoCluster cluster, JsonObject pod, TimeSpan window, DateTimeOffset at) =>
        cluster.Traffic.RateFor(pod.Namespace(), pod.Name(), window, at);
}
