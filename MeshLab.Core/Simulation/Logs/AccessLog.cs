using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Logs;

/// <summary>Envoy's access log of the last minute: a few lines for each second in which requests passed the pod.</summary>
internal static class AccessLog
{
    private const int LinesPerSecond = 3;

    /// <summary>Whether access logging is on: in Istio's mesh configuration, or by a Telemetry of the pod's or the root namespace.</summary>
    public static bool IsOn(DemoCluster cluster, JsonObject pod) =>
        cluster.Store.Peek(new ObjectKey("", "configmaps", "istio-system", "istio")).Text("data", "mesh")?.Contains("/dev/stdout", StringComparison.Ordinal) == true
        || cluster.Store.List("telemetry.istio.io", "telemetries")
            .Where(one => one.Namespace() == "istio-system" || one.Namespace() == pod.Namespace())
            .SelectMany(one => one.Items("spec", "accessLogging"))
            .Any(one => !one.Flag("disabled"));

    public static IEnumerable<LogLine> Lines(DemoCluster cluster, JsonObject pod, DateTimeOffset until)
    {
        var address = pod.Text("status", "podIP");
        var service = pod.Label("app") ?? pod.Name();
        foreach (var (second, requests) in cluster.Traffic.Seconds(pod.Namespace(), pod.Name(), until))
        {
            for (var number = 0; number < Math.Min(LinesPerSecond, requests); number++)
            {
                var at = second.AddMilliseconds(150 + 300 * number);
                var id = StableHash.Hex($"{pod.Uid()}{second.ToUnixTimeSeconds()}{number}");
                var milliseconds = 1 + (int)(StableHash.Of(id) % 9);
                yield return new LogLine(at, $"[{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}] \"GET / HTTP/1.1\" 200 - via_upstream - \"-\" 0 1024 {milliseconds} {milliseconds} \"-\" \"fortio.org/fortio\" \"{id[..8]}-{id[8..12]}-4{id[13..16]}-8{id[1..4]}-{id[4..16]}\" \"{service}\" \"{address}:9898\" inbound|9898|| 127.0.0.6:40112 {address}:9898 - outbound_.80_._.{service}.{pod.Namespace()}.svc.cluster.local default");
            }
        }
    }
}
