using System.Text.RegularExpressions;

namespace MeshLab.Core.Runs.Tools;

/// <summary>A constraint such as <c>&gt;=3.14</c> or <c>&gt;=1.2 &lt;2</c>: comparisons that must all hold. Parts of a version that the constraint leaves out count as zero.</summary>
internal static partial class VersionConstraint
{
    /// <summary>The first version in a tool's output, e.g. 4.1.0 of <c>v4.1.0+g4553a0a</c>; null when there is none.</summary>
    public static Version? Find(string output)
    {
        var match = VersionPattern().Match(output);
        return match.Success ? Parse(match.Value) : null;
    }

    /// <exception cref="FormatException">The constraint is none.</exception>
    public static bool Allows(string constraint, Version version)
    {
        var comparisons = ComparisonPattern().Matches(constraint);
        if (comparisons.Count == 0 || ComparisonPattern().Replace(constraint, "").Trim(' ', ',').Length > 0)
        {
            throw new FormatException($"\"{constraint}\" is no version constraint; write e.g. \">=3.14\" or \">=1.2 <2\"");
        }

        return comparisons.All(match =>
        {
            var order = version.CompareTo(Parse(match.Groups["version"].Value));
            return match.Groups["operator"].Value switch
            {
                ">=" => order >= 0,
                ">" => order > 0,
                "<=" => order <= 0,
                "<" => order < 0,
                "!=" => order != 0,
                _ => order == 0,
            };
        });
    }

    private static Version Parse(string text)
    {
        var parts = text.Split('.').Select(int.Parse).Concat([0, 0]).Take(3).ToArray();
        return new Version(parts[0], parts[1], parts[2]);
    }

    [GeneratedRegex(@"\d{1,6}\.\d{1,6}(\.\d{1,6})?")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"(?<operator>>=|<=|!=|==|=|>|<)?\s*v?(?<version>\d{1,6}(\.\d{1,6}){0,2})")]
    private static partial Regex ComparisonPattern();
}
