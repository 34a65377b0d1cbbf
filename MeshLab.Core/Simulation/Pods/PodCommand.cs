using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Guesses from a container's command line how long it would run and how it would end, for pods that are meant to end.</summary>
internal static partial class PodCommand
{
    private static readonly string[] Lists = ["command", "args"];

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);

    /// <summary>How long the main process runs; null for ever.</summary>
    public static (TimeSpan? Runs, int ExitCode) Of(JsonObject container)
    {
        var line = string.Join(' ', Lists.SelectMany(list => container[list] as JsonArray ?? []).Select(one => one?.ToString()));
        var exit = Exit().Match(line);
        var code = exit.Success ? int.Parse(exit.Groups[1].Value, CultureInfo.InvariantCulture) : line is "false" or "/bin/false" ? 1 : 0;
        if (Endless().IsMatch(line))
        {
            return (null, code);
        }

        var sleeps = Sleep().Matches(line).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        return (sleeps > 0 ? TimeSpan.FromSeconds(sleeps) : Usual, code);
    }

    [GeneratedRegex(@"\bexit ([0-9]{1,3})\b")]
    private static partial Regex Exit();

    [GeneratedRegex(@"\bsleep +(infinity|inf)\b|\btail +-f\b|\bwhile +(true|:)")]
    private static partial Regex Endless();

    [GeneratedRegex(@"\bsleep +([0-9]{1,8}(?:\.[0-9]+)?)s?\b")]
    private static partial Regex Sleep();
}
