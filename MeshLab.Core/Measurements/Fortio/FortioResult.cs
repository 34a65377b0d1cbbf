namespace MeshLab.Core.Measurements.Fortio;

/// <summary>What Fortio found out about one run of load. Times are by the clock of the pod it ran in.</summary>
/// <param name="Labels">Fortio's labels, usually the URL and the pod's name.</param>
/// <param name="Url">The URL; null when the result does not tell.</param>
/// <param name="StartedAt">When the first counted request was sent; warm-up requests come before.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="RequestedQps">The rate asked for, in requests a second; null for "as fast as possible".</param>
/// <param name="ActualQps">The rate reached, in requests a second.</param>
/// <param name="Connections">Connections, each with one request at a time.</param>
/// <param name="Codes">How often each status was answered; -1 is no answer.</param>
/// <param name="Latency">How long answers took, errors included.</param>
/// <param name="NoCatchUp">Whether requests that could not be sent in time were left out rather than sent late.</param>
/// <param name="Version">Fortio's version.</param>
public sealed record FortioResult(
    string Labels,
    string? Url,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    double? RequestedQps,
    double ActualQps,
    int Connections,
    IReadOnlyDictionary<string, long> Codes,
    LatencyHistogram Latency,
    bool NoCatchUp,
    string Version)
{
    /// <summary>When the last answer had come.</summary>
    public DateTimeOffset EndedAt => StartedAt + Duration;

    /// <summary>Answers that are not good: Fortio counts 2xx and 418 (and SERVING of gRPC health) as good.</summary>
    public long Errors => Codes.Where(code => !IsGood(code.Key)).Sum(code => code.Value);

    private static bool IsGood(string code) => code is "418" or "SERVING" || (code.Length == 3 && code[0] == '2');
}

/// <summary>Durations of requests, in seconds.</summary>
/// <param name="Count">How many.</param>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Buckets">In order of their starts; those without requests are left out.</param>
public sealed record LatencyHistogram(long Count, double Min, double Max, double Mean, IReadOnlyList<LatencyBucket> Buckets)
{
    /// <summary>
    /// The duration below which a share of the requests stayed, in seconds: linear between a bucket's borders, as Fortio and
    /// Prometheus' histogram_quantile compute it. Null when there are no requests.
    /// </summary>
    /// <param name="percentile">Above 0 and at most 100.</param>
    public double? Percentile(double percentile)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percentile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentile, 100);
        var wanted = Count * percentile / 100;
        double before = 0;
        foreach (var bucket in Buckets)
        {
            if (before + bucket.Count >= wanted)
            {
                return bucket.Start + ((bucket.End - bucket.Start) * (wanted - before) / bucket.Count);
            }

            before += bucket.Count;
        }

        return Buckets.Count > 0 ? Max : null;
    }
}

/// <summary>The requests whose duration lay in an interval.</summary>
/// <param name="Start">Above this, in seconds.</param>
/// <param name="End">Up to this, in seconds.</param>
/// <param name="Count">How many; at least one.</param>
public sealed record LatencyBucket(double Start, double End, long Count);
