using System.Text.RegularExpressions;
using k8s.Models;

namespace MeshLab.Core.Clusters;

/// <summary>Reads Kubernetes quantities (<c>100m</c>, <c>24581692Ki</c>, <c>2</c>, <c>1e3</c>) as cores, bytes or counts.</summary>
internal static partial class Quantity
{
    /// <summary>The amount; null for what is missing, negative or no quantity.</summary>
    public static double? Read(string? text)
    {
        // The library reckons exactly: an exponent of nine digits would fill the memory.
        if (string.IsNullOrWhiteSpace(text) || !Reasonable().IsMatch(text))
        {
            return null;
        }

        try
        {
            return new ResourceQuantity(text).ToDouble() is >= 0 and var amount ? amount : null;
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[+-]?[0-9]{0,30}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,2}|[numkKMGTPE]i?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reasonable();
}
