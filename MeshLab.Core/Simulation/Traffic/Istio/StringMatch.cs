using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Istio's StringMatch: <c>exact</c>, <c>prefix</c> or <c>regex</c> (RE2, whole text).</summary>
internal static class StringMatch
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    public static bool Holds(JsonNode? match, string? value, bool ignoreCase = false)
    {
        if (value is null)
        {
            return false;
        }

        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (match.Scalar("exact") is { } exact)
        {
            return string.Equals(value, exact, comparison);
        }

        if (match.Scalar("prefix") is { } prefix)
        {
            return value.StartsWith(prefix, comparison);
        }

        // An empty match asks only that the value is there.
        return match.Scalar("regex") is not { } regex || IsMatch(value, regex);
    }

    /// <summary>Whether a pattern matches the whole text; a pattern that is wrong or takes too long matches nothing.</summary>
    public static bool IsMatch(string value, string pattern)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant, Limit);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
