using System.Text.RegularExpressions;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Reads outputs out of a command's output by regular expressions with one group.</summary>
internal static class PatternOutputs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <exception cref="StepFailedException">A pattern was not found.</exception>
    public static IReadOnlyDictionary<string, TemplateValue> Read(string text, IReadOnlyDictionary<string, string> patterns) =>
        patterns.ToDictionary(one => one.Key, one =>
        {
            var match = Regex.Match(text, one.Value, RegexOptions.Multiline | RegexOptions.CultureInvariant, Limit);
            return match.Success
                ? TemplateValue.Plain(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value)
                : throw new StepFailedException($"The output {one.Key} ({one.Value}) was not found in what the command said.");
        });
}
