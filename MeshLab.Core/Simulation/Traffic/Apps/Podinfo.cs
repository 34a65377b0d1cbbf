using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>Podinfo's HTTP API, as far as the lab calls it: information, delays, statuses, headers, and calls of a backend.</summary>
internal static class Podinfo
{
    private const int DefaultPort = 9898;
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly int[] RandomErrors = [500, 400, 409];

    public static int Port(JsonObject container) => int.TryParse(Option(container, "port"), out var port) ? port : DefaultPort;

    public static HttpReply Answer(TrafficEngine engine, PodView pod, JsonObject container, HttpCall call, TrafficMoment moment)
    {
        var took = LatencyModel.Answer(moment.Random);
        if (Option(container, "random-error") is "true" or "" && moment.Random.Next(3) == 0)
        {
            return Json(RandomErrors[moment.Random.Next(3)], new JsonObject { ["error"] = "random error" }, took);
        }

        var reply = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] or ["api", "info"] => Only("GET", () => Json(200, Information(pod, container), took)),
            ["version"] => Only("GET", () => Json(200, new JsonObject { ["commit"] = "unknown", ["version"] = Version(container) }, took)),
            ["env"] or ["api", "env"] => Json(200, new JsonArray([.. Variables(pod, container).Select(one => JsonValue.Create(one))]), took),
            ["headers"] or ["api", "headers"] => Json(200, SentHeaders(call), took),
            ["delay", var seconds] when int.TryParse(seconds, out var wait) => Only("GET", () => Json(200, new JsonObject { ["delay"] = wait }, took + TimeSpan.FromSeconds(wait))),
            ["status", var status] when int.TryParse(status, out var code) => code is >= 100 and <= 599 ? Json(code, new JsonObject { ["status"] = code }, took) : HttpReply.Reset(took),
            ["healthz"] or ["readyz"] => Json(200, new JsonObject { ["status"] = "OK" }, took),
            ["echo", ..] or ["api", "echo", ..] => Echo(engine, pod, container, call, moment.Deeper(took), took),
            ["token"] => call.Method == "POST" ? Json(200, new JsonObject { ["token"] = "simulated", ["expires_at"] = moment.Time.AddMinutes(1).ToString("o") }, took) : NotAllowed(took),
            ["configs"] => Json(200, new JsonObject(), took),
            ["panic"] => HttpReply.Reset(took),
            _ => new HttpReply(404, "404 page not found\n", took) { Headers = Plain() },
        };
        return reply;

        HttpReply Only(string method, Func<HttpReply> answer) => call.Method == method || (method == "GET" && call.Method == "HEAD") ? answer() : NotAllowed(took);
    }

    private static HttpReply Echo(TrafficEngine engine, PodView pod, JsonObject container, HttpCall call, TrafficMoment moment, TimeSpan took)
    {
        var backends = (Option(container, "backend-url") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (backends.Length == 0)
        {
            return new HttpReply(202, call.Body, took) { Headers = Plain() };
        }

        var results = new JsonArray();
        foreach (var backend in backends)
        {
            if (HttpCall.From(backend, "POST") is not { } onward)
            {
                results.Add($"backend {backend} call failed: not an address");
                continue;
            }

            var reply = engine.Send(pod, onward with { Body = call.Body, Headers = Traced(call) }, moment);
            took += reply.Took >= HttpReply.Never ? TimeSpan.FromSeconds(30) : reply.Took;
            results.Add(reply switch
            {
                { IsFailure: true } => $"backend {backend} call failed Post \"{backend}\": {reply.Failure}",
                { Code: >= 400 } => $"backend {backend} response status code {reply.Code}",
                _ => reply.Body,
            });
        }

        return Json(200, results, took);
    }

    /// <summary>Podinfo passes tracing headers on, and nothing else.</summary>
    private static Dictionary<string, string> Traced(HttpCall call) => call.Headers
        .Where(one => one.Key.StartsWith("x-b3-", StringComparison.OrdinalIgnoreCase) || one.Key.Equals("x-request-id", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);

    private static JsonObject Information(PodView pod, JsonObject container) => new()
    {
        ["hostname"] = pod.Name,
        ["version"] = Version(container),
        ["revision"] = "unknown",
        ["color"] = Option(container, "ui-color") ?? "#34577c",
        ["logo"] = Option(container, "ui-logo") ?? "https://raw.githubusercontent.com/stefanprodan/podinfo/gh-pages/cuddle_clap.gif",
        ["message"] = Option(container, "ui-message") ?? $"greetings from podinfo v{Version(container)}",
        ["goos"] = "linux",
        ["goarch"] = "amd64",
        ["runtime"] = "simulated",
        ["num_goroutine"] = "9",
        ["num_cpu"] = "6",
    };

    private static JsonObject SentHeaders(HttpCall call)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in call.Headers.OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers[string.Join('-', name.Split('-').Select(word => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()))] = new JsonArray(value);
        }

        return headers;
    }

    private static IEnumerable<string> Variables(PodView pod, JsonObject container) =>
        new[] { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"HOSTNAME={pod.Name}" }
            .Concat(container.Items("env").Where(one => one["value"] is not null).Select(one => $"{one.Scalar("name")}={one.Scalar("value")}"))
            .Append("KUBERNETES_SERVICE_HOST=10.96.0.1");

    private static string Version(JsonObject container) => (container.Scalar("image") ?? "").Split('@')[0].Split(':') is [_, .., var tag] && !tag.Contains('/', StringComparison.Ordinal) ? tag : "latest";

    /// <summary>An option: a flag of the command, else an environment variable. A flag without a value is empty text.</summary>
    private static string? Option(JsonObject container, string name)
    {
        foreach (var word in container.Texts("command").Concat(container.Texts("args")))
        {
            if (word == "--" + name)
            {
                return "";
            }

            if (word.StartsWith($"--{name}=", StringComparison.Ordinal))
            {
                return word[(name.Length + 3)..];
            }
        }

        var variable = "PODINFO_" + name.ToUpperInvariant().Replace('-', '_');
        return container.Items("env").FirstOrDefault(one => one.Scalar("name") == variable)?.Scalar("value");
    }

    private static HttpReply NotAllowed(TimeSpan took) => new(405, "", took) { Headers = Plain() };

    private static Dictionary<string, string> Plain() => new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/plain; charset=utf-8", ["X-Content-Type-Options"] = "nosniff" };

    private static HttpReply Json(int code, JsonNode body, TimeSpan took) => new(code, body.ToJsonString(Pretty), took)
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json; charset=utf-8", ["X-Content-Type-Options"] = "nosniff" },
    };
}
