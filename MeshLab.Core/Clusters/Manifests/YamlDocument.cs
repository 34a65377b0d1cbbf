using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>One document of a YAML file as JSON, with the place of every field.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Root">The content; never null, because empty documents are skipped.</param>
/// <param name="Positions">JSON pointer (RFC 6901) to where the field's key, or the list's item, starts.</param>
public sealed record YamlDocument(string File, JsonNode Root, IReadOnlyDictionary<string, YamlPosition> Positions)
{
    /// <summary>Where a field starts; for one that is not there, or came out of an alias, its nearest parent's place.</summary>
    /// <param name="pointer">A JSON pointer; empty for the document itself.</param>
    public YamlPosition Locate(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        while (true)
        {
            if (Positions.TryGetValue(pointer, out var position))
            {
                return position;
            }

            var parent = pointer.LastIndexOf('/');
            if (parent < 0)
            {
                return new(1, 1);
            }

            pointer = pointer[..parent];
        }
    }

    /// <summary>The JSON pointer of a member or an item of the value at <paramref name="pointer"/>.</summary>
    public static string Child(string pointer, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.AsSpan().ContainsAny('~', '/')
            ? $"{pointer}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"
            : $"{pointer}/{key}";
    }
}
