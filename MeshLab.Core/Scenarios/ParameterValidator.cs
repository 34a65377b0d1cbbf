using System.Globalization;
using System.Text.RegularExpressions;
using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Core.Scenarios;

/// <summary>Checks the values somebody gives for a scenario's parameters.</summary>
public static class ParameterValidator
{
    private const int MaxLength = 100_000;

    /// <summary>Every problem, one sentence each; empty when a run can use the values.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="values">Values by name; those left out take their default.</param>
    public static IReadOnlyList<string> Validate(Scenario scenario, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(values);
        var names = scenario.Parameters.Select(parameter => parameter.Name).ToList();
        var unknown = values.Keys.Except(names)
            .Select(name => $"{scenario.Name} has no parameter \"{name}\"{Spelling.Suggest(name, names)}");
        var wrong = scenario.Parameters
            .Select(parameter => Check(parameter, values.GetValueOrDefault(parameter.Name) ?? parameter.Default) is { } problem ? $"{parameter.Name} {problem}" : null)
            .OfType<string>();
        return [.. unknown, .. wrong];
    }

    /// <summary>What is wrong with one value, e.g. <c>must be a whole number</c>; null when nothing is.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The value; null when none is given.</param>
    public static string? Check(ScenarioParameter parameter, string? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var type = parameter.Type switch
        {
            _ when value is null => "needs a value",
            ParameterType.Secret when value.Length == 0 => "needs a value",
            _ when value.Length > MaxLength => $"is longer than {MaxLength} characters",
            ParameterType.Integer when !long.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "must be a whole number",
            ParameterType.Boolean when !bool.TryParse(value.Trim(), out _) => "must be true or false",
            _ => null,
        };
        return type ?? CheckPattern(parameter, Canonical(parameter.Type, value!));
    }

    /// <summary>The value as templates and patterns see it: <c>3</c> for <c> +3</c>, <c>true</c> for <c>True</c>. What does not fit the type stays as it is.</summary>
    public static string Canonical(ParameterType type, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return type switch
        {
            ParameterType.Integer when long.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                number.ToString(CultureInfo.InvariantCulture),
            ParameterType.Boolean when bool.TryParse(value.Trim(), out var flag) => flag ? "true" : "false",
            _ => value,
        };
    }

    private static string? CheckPattern(ScenarioParameter parameter, string value)
    {
        if (parameter.Pattern is not { } pattern)
        {
            return null;
        }

        // The value of a secret is not repeated in the message.
        var shown = parameter.Type == ParameterType.Secret ? "the value" : $"\"{value}\"";
        try
        {
            return Patterns.CompileWhole(pattern).IsMatch(value) ? null : $"must match {pattern}, {shown} does not";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"cannot be held against {pattern}: matching {shown} takes too long";
        }
    }
}
