using System.Text.RegularExpressions;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>The shapes of names in scenarios.</summary>
internal static partial class Names
{
    private static readonly string[] Reserved = ["true", "false", "and", "or", "not", "steps"];

    /// <summary>A name of a parameter or an output, as templates can write it.</summary>
    public static bool IsName(string text) => Name().IsMatch(text) && !Reserved.Contains(text);

    /// <summary>An id of a step, a role or a scenario.</summary>
    public static bool IsId(string text) => text.Length <= 63 && Id().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
