using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>
/// Reads YAML into JSON with the types kubectl would give the values, and remembers where each field was written. Anchors, aliases and
/// merge keys work; a key written twice, an alias that unfolds into too much, and nesting beyond reason are refused.
/// </summary>
public static class YamlDocumentReader
{
    /// <summary>The documents of a YAML text that are not empty.</summary>
    /// <param name="text">The YAML (or JSON) text.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <exception cref="ManifestException">The text is not YAML, or holds what JSON cannot.</exception>
    public static IReadOnlyList<YamlDocument> Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        var documents = new List<YamlDocument>();
        var problems = new List<ManifestProblem>();
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        var scanner = new Scanner(reader);
        try
        {
            var parser = new Parser(scanner);
            while (parser.MoveNext())
            {
                if (parser.Current is NodeEvent)
                {
                    var builder = new YamlNodeBuilder(parser, file, problems);
                    if (builder.Build() is JsonNode root)
                    {
                        documents.Add(new YamlDocument(file, root, builder.Positions));
                    }
                }
            }
        }
        catch (YamlException error)
        {
            // Some of the library's errors carry no place; the scanner knows how far it came.
            Add(error.Start.Equals(Mark.Empty) ? scanner.CurrentPosition : error.Start, Sentence(error));
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The YAML library answers some malformed input, such as an impossible tag, with these.
            Add(scanner.CurrentPosition, $"not valid YAML: {error.Message}");
        }

        return problems.Count == 0 ? documents : throw new ManifestException(problems);

        void Add(Mark mark, string message) => problems.Add(new(file, (int)mark.Line, (int)mark.Column, message));
    }

    private static string Sentence(YamlException error) =>
        error is AnchorNotFoundException or ForwardAnchorNotSupportedException or YamlLimitException
            ? error.Message
            : $"not valid YAML: {error.Message}";
}
