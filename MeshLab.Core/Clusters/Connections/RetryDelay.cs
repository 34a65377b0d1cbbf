using System.Net.Http.Headers;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>How long to wait before trying again.</summary>
internal static class RetryDelay
{
    /// <summary>Longer than this is not waited for: the caller hears of it instead.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Doubles from a quarter second up to eight, of which a random half is taken off so that clients do not come back together.</summary>
    public static TimeSpan Backoff(int attempt)
    {
        var ceiling = Math.Min(8, 0.25 * Math.Pow(2, Math.Min(attempt, 10) - 1));
#pragma warning disable CA5394 // Spreads load; nothing depends on it being unpredictable.
        return TimeSpan.FromSeconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }

    /// <summary>What the server asked for in <c>Retry-After</c>, or null. A point in time is held against the server's own clock where it tells it: the two may differ by hours.</summary>
    public static TimeSpan? Asked(HttpResponseHeaders headers, TimeProvider clock)
    {
        var header = headers.RetryAfter;
        var asked = header?.Delta ?? (header?.Date is { } date ? date - (headers.Date ?? clock.GetUtcNow()) : null);
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }
}
