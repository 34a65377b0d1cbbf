namespace MeshLab.Core.Simulation.Traffic.Linkerd;

/// <summary>The annotations <c>timeout.linkerd.io/*</c> and <c>retry.linkerd.io/*</c> of a Service.</summary>
internal static class Annotations
{
    public static RouteDecision Apply(RouteDecision decision, ServiceDestination service)
    {
        var notes = service.Service.Pairs("metadata", "annotations");
        var request = Time(notes, "timeout.linkerd.io/request");
        var response = Time(notes, "timeout.linkerd.io/response");
        var perTry = Time(notes, "retry.linkerd.io/timeout");
        var conditions = notes.GetValueOrDefault("retry.linkerd.io/http");
        var attempts = notes.TryGetValue("retry.linkerd.io/limit", out var limit) && int.TryParse(limit, out var number) ? number : 1;
        return decision with
        {
            Timeout = decision.Timeout ?? request ?? (conditions is null ? response : null),
            Retries = decision.Retries ?? (conditions is null ? null : new RetryRule(attempts, perTry ?? response, reply => Holds(conditions, reply))),
        };
    }

    private static TimeSpan? Time(IReadOnlyDictionary<string, string> notes, string key) => notes.TryGetValue(key, out var text) ? GoDuration.Parse(text) : null;

    /// <summary>Statuses such as <c>5xx</c>, <c>gateway-error</c>, <c>503</c> and ranges such as <c>500-504</c>.</summary>
    private static bool Holds(string conditions, HttpReply reply) => conditions.Split(',', StringSplitOptions.TrimEntries).Any(condition => condition switch
    {
        "5xx" => reply.Code is >= 500 and < 600,
        "4xx" => reply.Code is >= 400 and < 500,
        "gateway-error" => reply.Code is >= 502 and <= 504,
        _ when condition.Split('-') is [var from, var to] && int.TryParse(from, out var low) && int.TryParse(to, out var high) => reply.Code >= low && reply.Code <= high,
        _ => int.TryParse(condition, out var code) && reply.Code == code,
    });
}
