using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Logs;

/// <summary>What a container would have written between two moments; the same lines whenever it is asked.</summary>
internal static class LogScript
{
    /// <summary>The lines after <paramref name="from"/> until <paramref name="to"/>, in order of time.</summary>
    public static IEnumerable<LogLine> Lines(DemoCluster cluster, JsonObject pod, string container, DateTimeOffset startedAt, DateTimeOffset from, DateTimeOffset to)
    {
        var spec = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).FirstOrDefault(one => one.Text("name") == container) ?? [];
        var script = ContainerScript.Of(pod, spec);
        var lines = script.Start.Select((text, index) => At(startedAt.AddMilliseconds(40 * index), text));
        if (script.Period is { } period)
        {
            var first = from > startedAt ? (long)((from - startedAt) / period) : 0;
            lines = lines.Concat(Numbers(first + 1, (long)((to - startedAt) / period)).Select(number => At(startedAt + period * number, script.Repeat!((int)number))));
        }

        if (container == "istio-proxy" && AccessLog.IsOn(cluster, pod))
        {
            lines = lines.Concat(AccessLog.Lines(cluster, pod, to));
        }

        return lines.Where(line => line.At > from && line.At <= to).OrderBy(line => line.At);
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        // A log keeps its newest lines, as rotation does.
        for (var number = Math.Max(first, last - 500); number <= last; number++)
        {
            yield return number;
        }
    }

    private static LogLine At(DateTimeOffset at, string text) =>
        new(at, text.Replace("{ts}", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"), StringComparison.Ordinal));
}
