using System.Text.RegularExpressions;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Checks the address of an upstream manifest.</summary>
internal static partial class RemoteManifest
{
    /// <summary>What is wrong with an address, or null.</summary>
    public static string? Problem(string address)
    {
        const string Scheme = "https://";
        if (!address.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return "must be an https address, or a path in the scenario's folder";
        }

        var slash = address.IndexOf('/', Scheme.Length);
        var host = slash < 0 ? address[Scheme.Length..] : address[Scheme.Length..slash];
        if (host.Contains('{') || host.Contains('@'))
        {
            return "must name its host without a template and without a user";
        }

        return Uri.TryCreate(Template().Replace(address, "x"), UriKind.Absolute, out var uri) && uri.AbsolutePath.Length > 1
            ? null
            : "must be the https address of a file";
    }

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Template();
}
