using System.Globalization;
using System.Text.Json;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>Instant queries of the Prometheus HTTP API, which Thanos and Mimir speak as well.</summary>
internal sealed class PrometheusQueries(IPrometheusConnection connection)
{
    /// <summary>What is asked, for people.</summary>
    public string Description => connection.Description;

    /// <summary>The vector that a query gives, at an instant or now. Values that are no finite numbers are left out.</summary>
    /// <exception cref="ClusterException">There was no answer, or the query was refused; the message says why.</exception>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var time = at is { } instant ? $"&time={(instant.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture)}" : "";
        await using var stream = await connection.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}{time}", cancellationToken);
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            var root = document.RootElement;
            if (root.GetProperty("status").GetString() != "success")
            {
                throw new ClusterException($"{Description} refused the query {query}: {(root.TryGetProperty("error", out var error) ? error.GetString() : "it does not say why")}");
            }

            var data = root.GetProperty("data");
            if (data.GetProperty("resultType").GetString() != "vector")
            {
                throw new ClusterException($"{Description} gave no vector for the query {query}.");
            }

            return [.. data.GetProperty("result").EnumerateArray().Select(Sample).OfType<PrometheusSample>()];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new ClusterException($"{Description} does not answer as Prometheus does: {error.Message}", null, null, error);
        }
    }

    private static PrometheusSample? Sample(JsonElement item)
    {
        var labels = item.GetProperty("metric").EnumerateObject().GroupBy(label => label.Name).ToDictionary(label => label.Key, label => label.Last().Value.GetString() ?? "");
        // A native histogram has "histogram" in place of "value".
        return item.TryGetProperty("value", out var value)
            && double.TryParse(value[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new(labels, number) : null;
    }
}

/// <summary>One element of a vector.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
internal sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The first of the labels that is there and not empty.</summary>
    public string? Label(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Labels.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }
}
