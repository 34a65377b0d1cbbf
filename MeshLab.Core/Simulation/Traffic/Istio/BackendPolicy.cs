namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>What a DestinationRule says of a backend.</summary>
/// <param name="Subset">The subset's name, or null for the whole Service.</param>
/// <param name="Labels">The labels its pods have.</param>
internal sealed record BackendPolicy(string? Subset, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>For consistent hashing: what is hashed of a request; null there means that any pod does.</summary>
    public Func<HttpCall, string?>? Hash { get; init; }

    public ConnectionPool? Pool { get; init; }

    public OutlierRule? Outlier { get; init; }

    /// <summary>TLS mode DISABLE: the caller's proxy sends plain text.</summary>
    public bool Plaintext { get; init; }
}

/// <summary>Limits of a connection pool, as Envoy counts them; null for none.</summary>
internal sealed record ConnectionPool(int? MaxConnections, int? MaxPending, int? MaxRequests)
{
    /// <summary>How long a new request waits for a connection, or null when it overflows.</summary>
    public TimeSpan? Admit(List<(DateTimeOffset From, DateTimeOffset Until)> inFlight, DateTimeOffset now)
    {
        var active = inFlight.Where(one => one.From <= now).ToList();
        if (inFlight.Count >= (MaxRequests ?? int.MaxValue))
        {
            return null;
        }

        if (active.Count < (MaxConnections ?? int.MaxValue))
        {
            return TimeSpan.Zero;
        }

        var waiting = inFlight.Count - active.Count;
        if (waiting >= (MaxPending ?? int.MaxValue))
        {
            return null;
        }

        // The connections free up in the order in which their requests end; those that wait already take the first ones.
        return inFlight.Select(one => one.Until).Order().ElementAt(waiting) - now;
    }
}

/// <summary>When a pod is taken out, and for how long.</summary>
internal sealed record OutlierRule(int ConsecutiveErrors, bool GatewayErrorsOnly, TimeSpan Ejection, double MaxEjectionPercent);
