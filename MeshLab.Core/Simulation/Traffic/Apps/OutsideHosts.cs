namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>Hosts outside the clusters. Nothing is really called: they answer 200, or what <c>/status/NNN</c> and <c>/delay/N</c> ask for.</summary>
internal static class OutsideHosts
{
    public static HttpReply Answer(ExternalDestination host, HttpCall call)
    {
        var (code, delay) = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["status", var status, ..] when int.TryParse(status, out var asked) && asked is >= 100 and <= 599 => (asked, 0),
            ["delay", var seconds, ..] when int.TryParse(seconds, out var wait) => (200, wait),
            _ => (200, 0),
        };
        return new HttpReply(code, $"{host.Host} answers (simulated; no request left this machine)\n", TimeSpan.FromSeconds(delay))
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/plain; charset=utf-8" },
        };
    }
}
