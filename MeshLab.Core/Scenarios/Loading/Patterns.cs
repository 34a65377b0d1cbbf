using System.Text.RegularExpressions;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Regular expressions written in scenarios.</summary>
internal static class Patterns
{
    /// <summary>A scenario's expression may be slow on purpose or by mistake; it may not hold up a run.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">The expression is malformed.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, MatchTimeout);

    /// <summary>The expression that the whole text must match.</summary>
    /// <exception cref="ArgumentException">The expression is malformed.</exception>
    public static Regex CompileWhole(string pattern) => Compile($@"\A(?:{pattern})\z");

    /// <summary>What is wrong with an expression, or null.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="groups">How many groups it must have; null for any number.</param>
    public static string? Check(string pattern, int? groups)
    {
        Regex expression;
        try
        {
            expression = Compile(pattern);
            CompileWhole(pattern);
        }
        catch (ArgumentException error)
        {
            return $"is not a regular expression: {error.Message}";
        }

        var found = expression.GetGroupNumbers().Length - 1;
        return groups is null || found == groups
            ? null
            : $"must have exactly {groups} group in parentheses, this expression has {found}; (?:…) groups without counting";
    }
}
