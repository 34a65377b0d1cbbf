namespace MeshLab.Core.Simulation.Traffic;

/// <summary>What a mesh decided for a request before it is sent on.</summary>
/// <param name="Key">Names the rule, so that shares are kept for it.</param>
/// <param name="Backends">Where it may go, with weights.</param>
internal sealed record RouteDecision(string Key, IReadOnlyList<WeightedBackend> Backends)
{
    public TimeSpan? Timeout { get; init; }

    public RetryRule? Retries { get; init; }

    public FaultRule? Fault { get; init; }

    /// <summary>An answer of the proxy itself, e.g. a redirect; then no backend is asked.</summary>
    public HttpReply? Direct { get; init; }

    /// <summary>Changes of the request: rewritten path and authority, header changes.</summary>
    public Func<HttpCall, HttpCall>? Request { get; init; }

    /// <summary>Headers set on the reply.</summary>
    public IReadOnlyDictionary<string, string>? ReplyHeaders { get; init; }

    /// <summary>The name the proxies of this mesh put into the <c>server</c> header and the wording of their own answers.</summary>
    public string Proxy { get; init; } = "envoy";

    /// <summary>The waypoint that decided; the request passes it.</summary>
    public PodView? Via { get; init; }

    /// <summary>A proxy looks at each request. Otherwise only the connection is routed, and a kept connection stays with its pod.</summary>
    public bool PerRequest { get; init; } = true;
}

/// <summary>A Service a request may go to.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Weight">Its share.</param>
/// <param name="Policy">What Istio's DestinationRule says of it, or null.</param>
internal sealed record WeightedBackend(ServiceDestination Service, double Weight, Istio.BackendPolicy? Policy = null)
{
    /// <summary>Set for a host outside the clusters.</summary>
    public ExternalDestination? External { get; init; }

    /// <summary>Changes of the request for this backend only.</summary>
    public Func<HttpCall, HttpCall>? Request { get; init; }
}

/// <summary>When a failed request is sent again.</summary>
/// <param name="Attempts">How often at most, beside the first.</param>
/// <param name="PerTry">The timeout of each try.</param>
/// <param name="RetryOn">Whether an answer is worth another try.</param>
internal sealed record RetryRule(int Attempts, TimeSpan? PerTry, Func<HttpReply, bool> RetryOn);

/// <summary>Faults a proxy injects.</summary>
internal sealed record FaultRule(double DelayPercent, TimeSpan Delay, double AbortPercent, int AbortCode);
