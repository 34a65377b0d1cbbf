using System.Globalization;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Durations as Go and Kubernetes write them: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>250ms</c>.</summary>
internal static partial class Durations
{
    /// <summary>The duration, or null when the text is none, is not positive, or is longer than a century.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return null;
        }

        var total = 0.0;
        foreach (var (group, seconds) in new[] { ("h", 3600.0), ("m", 60.0), ("s", 1.0), ("ms", 0.001) })
        {
            if (match.Groups[group] is { Success: true, Value: var number })
            {
                total += double.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * seconds;
            }
        }

        return total is > 0 and < 100.0 * 365 * 24 * 3600 ? TimeSpan.FromSeconds(total) : null;
    }

    [GeneratedRegex(@"\A((?<h>\d{1,12}(\.\d{1,9})?)h)?((?<m>\d{1,12}(\.\d{1,9})?)m)?((?<s>\d{1,12}(\.\d{1,9})?)s)?((?<ms>\d{1,12}(\.\d{1,9})?)ms)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
