using System.Globalization;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>The time a page shows: the last so many minutes, or from one instant to another.</summary>
/// <param name="Key">As in the address: <c>15m</c>, <c>1h</c>, <c>6h</c>, <c>24h</c>, <c>7d</c> or <c>custom</c>.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end.</param>
public sealed record ChartRange(string Key, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The key of a range between two instants.</summary>
    public const string Custom = "custom";

    private const string Default = "15m";

    private static readonly (string Key, string Text, TimeSpan Length)[] _lasting =
    [
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)),
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("6h", "Last 6 hours", TimeSpan.FromHours(6)),
        ("24h", "Last 24 hours", TimeSpan.FromHours(24)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)),
    ];

    /// <summary>The choices, with their words.</summary>
    public static IReadOnlyList<(string Key, string Text)> Choices { get; } = [.. _lasting.Select(each => (each.Key, each.Text)), (Custom, "Custom…")];

    /// <summary>Whether it moves with the clock.</summary>
    public bool IsLive => Key != Custom;

    /// <summary>The range of an address's <c>range</c>, <c>from</c> and <c>to</c>; what makes no sense counts as the last 15 minutes.</summary>
    public static ChartRange Of(string? key, string? from, string? to, DateTimeOffset now)
    {
        if (Instant(from) is { } start && (Instant(to) ?? now) is var end && start < end)
        {
            return new(Custom, start, end);
        }

        var lasting = Array.Find(_lasting, each => each.Key == key);
        var (name, length) = lasting.Key is null ? (Default, _lasting[0].Length) : (lasting.Key, lasting.Length);
        return new(name, now - length, now);
    }

    /// <summary>An instant as an address or an input holds it; without a zone it is UTC.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) && instant.Year is > 1970 and < 9000 ? instant : null;

    /// <summary>An instant for an address: seconds, UTC.</summary>
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>An instant for a date-and-time input, UTC.</summary>
    public static string InputText(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
