using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Istio's retry policies, in Envoy's words (<c>retryOn</c>).</summary>
internal static class Retries
{
    private const string DefaultConditions = "connect-failure,refused-stream,unavailable,cancelled";

    /// <summary>What a route says, or Istio's default: twice, on failures to connect.</summary>
    public static RetryRule Read(JsonNode? retries)
    {
        if (retries is null)
        {
            return new RetryRule(2, null, reply => Holds(DefaultConditions, reply));
        }

        var conditions = retries.Scalar("retryOn") is { Length: > 0 } given ? given : DefaultConditions;
        return new RetryRule(
            retries.Whole("attempts") ?? 2,
            retries.Duration("perTryTimeout") is { } perTry && perTry > TimeSpan.Zero ? perTry : null,
            reply => Holds(conditions, reply));
    }

    private static bool Holds(string conditions, HttpReply reply)
    {
        var connecting = reply.Code == 503 && reply.Body.Contains("reset reason: remote connection failure", StringComparison.Ordinal);
        var reset = reply.Code == 503 && reply.Body.Contains("disconnect/reset", StringComparison.Ordinal) && !reply.Body.Contains("overflow", StringComparison.Ordinal);
        return conditions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(condition => condition switch
        {
            "5xx" => reply.Code >= 500,
            "gateway-error" => reply.Code is 502 or 503 or 504,
            "reset" or "reset-before-request" => reset,
            "connect-failure" => connecting,
            "retriable-4xx" => reply.Code == 409,
            _ => int.TryParse(condition, out var code) && reply.Code == code,
        });
    }
}
