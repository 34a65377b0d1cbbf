namespace MeshLab.Core.Simulation.Traffic;

/// <summary>What came back.</summary>
/// <param name="Code">The status, or -1 when the connection failed before there was one.</param>
/// <param name="Body">The body.</param>
/// <param name="Took">How long it took, in the cluster's time.</param>
internal sealed record HttpReply(int Code, string Body, TimeSpan Took)
{
    public const int NoAnswer = -1;

    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>How long a client waits when nothing comes at all; its own timeout ends it first.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>Why there was no answer, as a client's error reads.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the failure was met before the request was sent: the name or the connection.</summary>
    public bool Connecting { get; init; }

    public bool IsFailure => Code < 0;

    public HttpReply Plus(TimeSpan more) => this with { Took = Took >= Never ? Took : Took + more };

    /// <summary>The connection was cut.</summary>
    public static HttpReply Reset(TimeSpan after) => new(NoAnswer, "", after) { Failure = "read: connection reset by peer" };

    /// <summary>Nobody listens.</summary>
    public static HttpReply Refused(TimeSpan after) => new(NoAnswer, "", after) { Failure = "connect: connection refused", Connecting = true };

    /// <summary>The packets are dropped.</summary>
    public static HttpReply Dropped() => new(NoAnswer, "", Never) { Failure = "i/o timeout", Connecting = true };

    /// <summary>An answer of a proxy itself.</summary>
    public static HttpReply Proxy(int code, string body, string server, TimeSpan took = default) => new(code, body, took)
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["content-type"] = "text/plain", ["server"] = server },
    };
}
