using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MeshLab.Core.Exports;

/// <summary>Writes JSON trees as YAML that every parser reads the same way: a text that could be taken for something else is quoted.</summary>
internal static partial class YamlText
{
    private const int NeverFold = int.MaxValue;

    /// <summary>One document, ending in a line feed.</summary>
    public static string Of(JsonNode node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, NeverFold, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: true, indentSequences: true, newLine: "\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Several documents in one file.</summary>
    public static string Of(IEnumerable<JsonNode> nodes) => string.Join("---\n", nodes.Select(Of));

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Text(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(Plain(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar Text(string text) =>
        Clear().IsMatch(text) && !Taken().IsMatch(text) ? Plain(text) : new Scalar(AnchorName.Empty, TagName.Empty, text, Literal(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);

    private static Scalar Plain(string text) => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    /// <summary>Whether a block of lines can hold the text as it is.</summary>
    private static bool Literal(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && text[0] is not (' ' or '\n' or '\t') && !text.Any(letter => letter is '\r' or '\t' || (char.IsControl(letter) && letter != '\n')) && !text.Split('\n').Any(line => line.EndsWith(' '));

    [GeneratedRegex("^[A-Za-z/][A-Za-z0-9_./-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Clear();

    [GeneratedRegex("^(y|yes|n|no|on|off|true|false|null)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Taken();
}
