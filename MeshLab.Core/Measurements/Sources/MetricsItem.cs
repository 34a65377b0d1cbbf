using System.Globalization;
using System.Text.Json;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>A PodMetrics or NodeMetrics. Amounts that are no quantities are missing.</summary>
internal sealed record MetricsItem(string Namespace, string Name, DateTimeOffset Timestamp, TimeSpan Window, MetricsUsage Usage, IReadOnlyList<(string Name, MetricsUsage Usage)> Containers)
{
    public (string Namespace, string Name) Pod => (Namespace, Name);

    /// <summary>The items of a list of the API; null when the answer is no list. Items without a name, a time or a window are left out.</summary>
    /// <exception cref="JsonException">The answer is not JSON.</exception>
    public static async Task<IReadOnlyList<MetricsItem>?> ReadListAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select(Read).OfType<MetricsItem>()] : null;
    }

    private static MetricsItem? Read(JsonElement item) =>
        Text(item, "metadata", "name") is { Length: > 0 } name
        && DateTimeOffset.TryParse(Text(item, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var timestamp) && timestamp.Year is > 1970 and < 2500
        && GoDuration.Read(Text(item, "window")) is { } window && window > TimeSpan.Zero
            ? new(Text(item, "metadata", "namespace") ?? "", name, timestamp, window, UsageOf(item), [.. ReadContainers(item)])
            : null;

    private static IEnumerable<(string, MetricsUsage)> ReadContainers(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("containers", out var containers) && containers.ValueKind == JsonValueKind.Array
            ? containers.EnumerateArray().Where(container => Text(container, "name") is { Length: > 0 }).Select(container => (Text(container, "name")!, UsageOf(container)))
            : [];

    private static MetricsUsage UsageOf(JsonElement holder) => new(Quantity.Read(Text(holder, "usage", "cpu")), Quantity.Read(Text(holder, "usage", "memory")));

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return JsonText.Of(element);
    }
}

internal readonly record struct MetricsUsage(double? CpuCores, double? MemoryBytes);
