using System.Text;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>Fortio's echo server: gives back what it gets, with <c>status</c>, <c>delay</c> and <c>size</c> from the query.</summary>
internal static class FortioServer
{
    private const int LargestSize = 256 * 1024;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1.5);

    public static HttpReply Answer(PodView pod, HttpCall call, TrafficMoment moment)
    {
        var took = LatencyModel.Answer(moment.Random);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/plain; charset=UTF-8" };
        if (call.Path.StartsWith("/fortio", StringComparison.Ordinal))
        {
            headers["Content-Type"] = "text/html; charset=UTF-8";
            return new HttpReply(200, "<!DOCTYPE html><title>Fortio (simulated)</title>\n", took) { Headers = headers };
        }

        if (call.Path.StartsWith("/debug", StringComparison.Ordinal))
        {
            var text = new StringBuilder($"Φορτίο version 1.75.2 echo debug server (simulated) on {pod.Name} - request from {moment.Time:o}\n\n{call.Method} {call.Target} HTTP/1.1\n\nheaders:\n\nHost: {call.Authority}\n");
            foreach (var (name, value) in call.Headers)
            {
                text.Append(name).Append(": ").Append(value).Append('\n');
            }

            return new HttpReply(200, text.Append("\nbody:\n\n").Append(call.Body).Append('\n').ToString(), took) { Headers = headers };
        }

        var query = call.Query.Split('&').Select(one => one.Split('=', 2)).Where(one => one.Length == 2).ToLookup(one => one[0], one => one[1]);
        var delay = query["delay"].Select(Longest).FirstOrDefault();
        var code = query["status"].Select(one => int.TryParse(one, out var status) ? status : 400).FirstOrDefault(200);
        var body = query["size"].FirstOrDefault() is { } size && int.TryParse(size, out var bytes) ? new string('x', Math.Clamp(bytes, 0, LargestSize)) : call.Body;
        return new HttpReply(code, body, took + delay) { Headers = headers };
    }

    private static TimeSpan Longest(string text)
    {
        var delay = GoDuration.Parse(text) ?? TimeSpan.Zero;
        return delay > LongestDelay ? LongestDelay : delay;
    }
}
