using System.Globalization;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Durations as Go, Kubernetes and the meshes write them: <c>1.5s</c>, <c>250ms</c>, <c>1m30s</c>.</summary>
internal static partial class GoDuration
{
    /// <summary>The duration, or null when the text is none. A bare <c>0</c> is one.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var match = Whole().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var seconds = 0.0;
        foreach (Match part in Part().Matches(text))
        {
            seconds += double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "d" => 86400,
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }

        return seconds > TimeSpan.MaxValue.TotalSeconds ? null : TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
    }

    /// <summary>As Go prints it: <c>1m30s</c>, <c>2.5s</c>, <c>12.3456ms</c>.</summary>
    public static string Format(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return "0s";
        }

        if (time < TimeSpan.FromSeconds(1))
        {
            return time < TimeSpan.FromMilliseconds(1) ? Plain(time.TotalMicroseconds) + "µs" : Plain(time.TotalMilliseconds) + "ms";
        }

        var hours = (int)time.TotalHours;
        var seconds = Plain(time.TotalSeconds - Math.Floor(time.TotalMinutes) * 60) + "s";
        return hours > 0 ? $"{hours}h{time.Minutes}m{seconds}" : time.TotalMinutes >= 1 ? $"{time.Minutes}m{seconds}" : seconds;
    }

    private static string Plain(double value) => Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)")]
    private static partial Regex Part();
}
