using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>The result of a run as <c>fortio load -json</c> writes it.</summary>
internal static class FortioJson
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(CommandContext context, FortioOptions options, LoadRun run, DateTimeOffset started)
    {
        var call = options.Call!;
        var labels = options.Labels.Length > 0 ? options.Labels : $"{call.Host}:{call.Port}{call.Target} , {context.Pod.Name}";
        var address = FortioReport.Address(context, options);
        var result = new JsonObject
        {
            ["RunType"] = "HTTP",
            ["Labels"] = labels,
            ["StartTime"] = started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture),
            ["RequestedQPS"] = options.Qps > 0 ? GoNumber.G(options.Qps, 9) : "max",
            ["RequestedDuration"] = options.Calls > 0 ? $"exactly {options.Calls} calls" : GoDuration.Format(options.Duration),
            ["ActualQPS"] = FortioReport.Rate(run),
            ["ActualDuration"] = (long)(run.Elapsed.TotalSeconds * 1e9),
            ["NumThreads"] = run.Threads,
            ["Version"] = Fortio.Version,
            ["DurationHistogram"] = Data(run.Durations, options.Percentiles),
            ["ErrorsDurationHistogram"] = Data(run.Errors, options.Percentiles),
            ["Exactly"] = options.Calls,
            ["Jitter"] = options.Jitter,
            ["Uniform"] = options.Uniform,
            ["NoCatchUp"] = options.NoCatchUp,
            ["RunID"] = 0,
            ["AccessLoggerInfo"] = "",
            ["ID"] = $"{started.UtcDateTime:yyyy-MM-dd-HHmmss}_simulated",
            ["RetCodes"] = new JsonObject(run.Codes.Select(one => KeyValuePair.Create(one.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(one.Value)))),
            ["IPCountMap"] = new JsonObject { [address] = run.Sockets.Sum() },
            ["URL"] = options.Url,
            ["NumConnections"] = options.Connections,
            ["DisableKeepAlive"] = !options.KeepAlive,
            ["HTTPReqTimeOut"] = (long)(options.Timeout.TotalSeconds * 1e9),
            ["Sizes"] = Data(run.Sizes, []),
            ["HeaderSizes"] = Data(run.HeaderSizes, []),
            ["Sockets"] = new JsonArray([.. run.Sockets.Select(one => JsonValue.Create(one))]),
            ["SocketCount"] = run.Sockets.Sum(),
            ["AbortOn"] = options.AbortOn,
        };
        return result.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Data(Histogram histogram, IReadOnlyList<double> percentiles)
    {
        var data = new JsonObject
        {
            ["Count"] = histogram.Count,
            ["Min"] = histogram.Min,
            ["Max"] = histogram.Max,
            ["Sum"] = histogram.Sum,
            ["Avg"] = histogram.Average,
            ["StdDev"] = histogram.Deviation,
            ["Data"] = histogram.Count == 0 ? null : new JsonArray([.. histogram.Buckets().Select(bucket => new JsonObject
            {
                ["Start"] = bucket.Start,
                ["End"] = bucket.End,
                ["Percent"] = bucket.Percent,
                ["Count"] = bucket.Count,
            })]),
        };
        if (histogram.Count > 0 && percentiles.Count > 0)
        {
            data["Percentiles"] = new JsonArray([.. percentiles.Select(one => new JsonObject { ["Percentile"] = one, ["Value"] = histogram.Percentile(one) })]);
        }

        return data;
    }
}
