using System.Globalization;
using System.Text.Json;

namespace MeshLab.Core.Measurements.Fortio;

/// <summary>Reads what <c>fortio load -json</c> writes (RunnerResults and HTTPRunnerResults of fortio.org/fortio, 1.x).</summary>
public static class FortioResultReader
{
    /// <summary>The largest result taken, in characters. Results are a few kilobytes; a histogram of the finest resolution is some hundred.</summary>
    public const int LongestText = 4_000_000;

    /// <summary>More requests than any run can send: a thousand million a second for eleven days.</summary>
    private const double MostRequests = 1e15;

    /// <summary>Reads a result. Text before the first brace, such as a log line, is passed over.</summary>
    /// <exception cref="FormatException">The text is no result of a load run; the message says what is missing.</exception>
    public static FortioResult Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
        {
            throw new FormatException($"A Fortio result has at most {LongestText:N0} characters; this has {text.Length:N0}.");
        }

        var begin = text.IndexOf('{', StringComparison.Ordinal);
        if (begin < 0)
        {
            throw new FormatException("This is no Fortio result: it holds no JSON object.");
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(begin));
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"This is no Fortio result: {error.Message}", error);
        }
    }

    private static FortioResult Read(JsonElement root)
    {
        var histogram = Latency(root.TryGetProperty("DurationHistogram", out var found) ? found : default);
        var actual = Number(root, "ActualQPS") ?? throw Missing("ActualQPS");
        var nanoseconds = Number(root, "ActualDuration") ?? throw Missing("ActualDuration");
        if (!double.IsFinite(actual) || actual < 0 || nanoseconds is not (> 0 and < 1e18))
        {
            throw new FormatException("ActualQPS or ActualDuration of this Fortio result is out of range.");
        }

        // Times of other centuries are no measurement, and adding a duration to the last of them fails.
        var started = root.TryGetProperty("StartTime", out var start) && start.ValueKind == JsonValueKind.String && start.TryGetDateTimeOffset(out var instant) && instant.Year is > 1970 and < 2500
            ? instant : throw Missing("StartTime");
        var asked = Text(root, "RequestedQPS");
        return new(
            Text(root, "Labels") ?? "",
            Text(root, "URL"),
            started,
            TimeSpan.FromTicks((long)(nanoseconds / 100)),
            double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out var qps) && qps > 0 ? qps : null,
            actual,
            (int)Math.Clamp(Number(root, "NumThreads") ?? 0, 0, int.MaxValue),
            Codes(root),
            histogram,
            root.TryGetProperty("NoCatchUp", out var noCatchUp) && noCatchUp.ValueKind == JsonValueKind.True,
            Text(root, "Version") ?? "");
    }

    private static LatencyHistogram Latency(JsonElement histogram)
    {
        if (histogram.ValueKind != JsonValueKind.Object || Number(histogram, "Count") is not { } count)
        {
            throw Missing("DurationHistogram");
        }

        var buckets = new List<LatencyBucket>();
        if (histogram.TryGetProperty("Data", out var data) && data.ValueKind == JsonValueKind.Array)
        {
            foreach (var bucket in data.EnumerateArray())
            {
                if (Number(bucket, "Start") is { } from && Number(bucket, "End") is { } to && Number(bucket, "Count") is > 0 and < MostRequests and var many)
                {
                    buckets.Add(new(from, to, (long)many));
                }
            }
        }

        if (count is not (>= 0 and < MostRequests) || buckets.Sum(bucket => (decimal)bucket.Count) != (long)count)
        {
            throw new FormatException("The buckets of this Fortio result do not add up to its count of requests.");
        }

        return new((long)count, Number(histogram, "Min") ?? 0, Number(histogram, "Max") ?? 0, Number(histogram, "Avg") ?? 0, buckets);
    }

    private static Dictionary<string, long> Codes(JsonElement root) =>
        root.TryGetProperty("RetCodes", out var codes) && codes.ValueKind == JsonValueKind.Object
            ? codes.EnumerateObject().Where(code => Number(codes, code.Name) is >= 0 and < MostRequests).GroupBy(code => code.Name).ToDictionary(code => code.Key, code => (long)code.Last().Value.GetDouble())
            : [];

    private static double? Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) ? value.GetDouble() : null;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => JsonText.Of(value),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    }
    : null;

    private static FormatException Missing(string field) => new($"This is no Fortio result of a load run: {field} is missing.");
}
