using System.Globalization;
using System.Text.RegularExpressions;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Checks;

/// <summary>Holds a command's output against what is expected of it.</summary>
internal static class ExpectationCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether every part held, and what was found, part by part.</summary>
    public static CheckResult Check(Expectation expectation, PodCommandResult result)
    {
        var parts = new List<Part>();
        var text = result.All;
        if (expectation.ExitCode is { } code)
        {
            var wrong = result.ExitCodes.Where(one => one != code).ToList();
            if (wrong.Count > 0)
            {
                parts.Add(new(false, result.ExitCodes.Count == 1 ? $"exit code {wrong[0]}, expected {code}" : $"{wrong.Count} of {result.ExitCodes.Count} calls ended with exit code {wrong[0]}, expected {code}"));
            }
        }

        parts.AddRange(expectation.Contains.Select(one => text.Contains(one, StringComparison.Ordinal) ? new Part(true, $"\"{one}\" is there") : new Part(false, $"\"{one}\" is not there")));
        parts.AddRange(expectation.NotContains.Select(one => text.Contains(one, StringComparison.Ordinal) ? new Part(false, $"\"{one}\" is there and should not be") : new Part(true, $"\"{one}\" is not there, as it should be")));
        if (expectation.Matches is { } pattern)
        {
            var match = Regex.Match(text, pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, Limit);
            parts.Add(match.Success ? new(true, $"\"{match.Value}\" matches {pattern}") : new(false, $"nothing matches {pattern}"));
        }

        parts.AddRange(Shares(expectation, text));
        parts.AddRange(expectation.Numbers.Select(number => Number(number, text)));
        var held = parts.All(part => part.Held);
        var shown = held || parts.Count == 0 ? parts : parts.Where(part => !part.Held).Concat(parts.Where(part => part.Held));
        var found = string.Join("; ", shown.Select(part => part.Text));
        if (!held)
        {
            found += $". Output: {Shorten(text)}";
        }

        return new(held, found.Length > 0 ? found : $"exit code {result.ExitCodes[0]}")
        {
            Figures = [.. parts.Select(part => part.Figure).OfType<EvidenceFigure>()],
            Output = text.Trim(),
        };
    }

    private static IEnumerable<Part> Shares(Expectation expectation, string text)
    {
        if (expectation.Share.Count == 0)
        {
            yield break;
        }

        var labels = expectation.Label is { } label
            ? Regex.Matches(text, label, RegexOptions.Multiline | RegexOptions.CultureInvariant, Limit).Select(match => match.Groups[match.Groups.Count > 1 ? 1 : 0].Value).ToList()
            : [.. expectation.Share.Keys.SelectMany(key => Enumerable.Repeat(key, Occurrences(text, key)))];
        if (labels.Count == 0)
        {
            yield return new(false, $"nothing in the output could be counted{(expectation.Label is null ? "" : $" by {expectation.Label}")}");
            yield break;
        }

        foreach (var (name, expected) in expectation.Share)
        {
            var count = labels.Count(one => one == name);
            var share = (double)count / labels.Count;

            // Shares such as 0.1 have no exact binary form; a hair's breadth is no difference.
            var held = Math.Abs(share - expected.About) <= expected.Within + 1e-9;
            var figure = new EvidenceFigure(name, share * 100, "%", Percent(expected.About - expected.Within), Percent(expected.About + expected.Within), $"{count} of {labels.Count}", held);
            yield return new(held, string.Create(CultureInfo.InvariantCulture, $"{name} {count} of {labels.Count} ({share:0.00}, expected {expected.About:0.00} ± {expected.Within:0.00})"), figure);
        }
    }

    private static double Percent(double share) => Math.Round(Math.Clamp(share, 0, 1) * 100, 6);

    private static Part Number(NumberExpectation number, string text)
    {
        var match = Regex.Match(text, number.Pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, Limit);
        if (!match.Success || !double.TryParse(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return new(false, $"{number.Name} was not found by {number.Pattern}");
        }

        var unit = number.Unit.Length == 0 ? "" : " " + number.Unit;
        var shown = string.Create(CultureInfo.InvariantCulture, $"{number.Name} {value:0.######}{unit}");
        var figure = new EvidenceFigure(number.Name, value, number.Unit, number.Min, number.Max, null, true);
        return number switch
        {
            { Min: { } min } when value < min => new(false, $"{shown}, expected at least {min}{unit}", figure with { Held = false }),
            { Max: { } max } when value > max => new(false, $"{shown}, expected at most {max}{unit}", figure with { Held = false }),
            _ => new(true, shown, figure),
        };
    }

    private static int Occurrences(string text, string part)
    {
        var count = 0;
        for (var index = text.IndexOf(part, StringComparison.Ordinal); index >= 0; index = text.IndexOf(part, index + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static string Shorten(string text)
    {
        text = text.Trim();
        return text.Length == 0 ? "(none)" : text.Length <= 500 ? text : $"{text[..250]} … {text[^250..]}";
    }

    private sealed record Part(bool Held, string Text, EvidenceFigure? Figure = null);
}
