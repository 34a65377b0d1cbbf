using System.Globalization;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>Reads durations as Go writes them (<c>15.032s</c>, <c>1m0s</c>, <c>250ms</c>).</summary>
internal static partial class GoDuration
{
    /// <summary>The duration; null for what is none.</summary>
    public static TimeSpan? Read(string? text)
    {
        if (text is null || Whole().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var seconds = 0.0;
        for (var part = 0; part < match.Groups["number"].Captures.Count; part++)
        {
            var number = double.Parse(match.Groups["number"].Captures[part].Value, CultureInfo.InvariantCulture);
            seconds += number * (match.Groups["unit"].Captures[part].Value switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "ns" => 1e-9, _ => 1e-6 });
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^((?<number>\d+(\.\d+)?)(?<unit>h|ms|m|s|us|µs|ns))+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
