namespace MeshLab.Core.Simulation.Traffic;

/// <summary>A request a command or a pod sends.</summary>
/// <param name="Method">GET, POST, ….</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">The host it is sent to: a DNS name or an address.</param>
/// <param name="Port">The port.</param>
/// <param name="Target">Path and query.</param>
internal sealed record HttpCall(string Method, string Scheme, string Host, int Port, string Target)
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>Headers; names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    public string Body { get; init; } = "";

    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    /// <summary>The authority: the Host header when there is one, else the host and a port that is not the scheme's own.</summary>
    public string Authority => Header("Host") ?? (Port == (Scheme == "https" ? 443 : 80) ? Host : $"{Host}:{Port}");

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>The call with a header set, or dropped when the value is null.</summary>
    public HttpCall WithHeader(string name, string? value)
    {
        var headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        if (value is null)
        {
            headers.Remove(name);
        }
        else
        {
            headers[name] = value;
        }

        return this with { Headers = headers };
    }

    /// <summary>Reads an address; a missing scheme is taken for http.</summary>
    public static HttpCall? From(string address, string method = "GET")
    {
        if (!address.Contains("://", StringComparison.Ordinal))
        {
            address = "http://" + address;
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new HttpCall(method, uri.Scheme, uri.IdnHost, uri.Port, uri.PathAndQuery)
            : null;
    }
}
