using Markdig.Extensions.Yaml;

namespace MeshLab.Core.Documents;

/// <summary>The front matter of a document, as far as it is simple.</summary>
internal static class FrontMatter
{
    /// <summary>Its <c>key: value</c> lines; anything nested is left out.</summary>
    public static IReadOnlyDictionary<string, string> Read(YamlFrontMatterBlock? block)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in (block?.Lines.ToString() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && !char.IsWhiteSpace(line[0]) && line[(colon + 1)..].Trim() is { Length: > 0 } value)
            {
                values[line[..colon].Trim()] = value.Trim('"', '\'');
            }
        }

        return values;
    }
}
