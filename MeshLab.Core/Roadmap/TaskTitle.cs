using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MeshLab.Core.Roadmap;

/// <summary>The text of a task or a heading: for people as Markdown, for ids as plain text.</summary>
internal static partial class TaskTitle
{
    /// <summary>Longer titles are cut, so that one huge line cannot fill a page.</summary>
    internal const int MaxLength = 1000;

    private static readonly SearchValues<char> _marks = SearchValues.Create("*_`[]<>\\!&~#");
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().Build();

    /// <summary>Splits raw text of the file into a one-line title and the id that a trailing <c>&lt;!-- id: … --&gt;</c> sets.</summary>
    internal static (string Title, string? IdOverride) Read(string raw)
    {
        var text = raw.Length > 2 * MaxLength ? raw[..MaxLength] + "…" + raw[^MaxLength..] : raw;
        var match = IdComment().Match(text);
        var title = Whitespace().Replace(AnyComment().Replace(text, ""), " ").Trim();
        if (title.Length > MaxLength)
        {
            var end = char.IsHighSurrogate(title[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
            title = title[..end] + "…";
        }

        return (title, match.Success ? match.Groups["id"].Value : null);
    }

    /// <summary>The id that an HTML block under a task sets, or null.</summary>
    internal static string? IdIn(string htmlBlock) => IdComment().Match(htmlBlock) is { Success: true } match ? match.Groups["id"].Value : null;

    /// <summary>The words of inline Markdown without its marks.</summary>
    internal static string Plain(string markdown)
    {
        // Most titles have no marks at all; parsing those would be most of the work of reading a large roadmap.
        if (!markdown.AsSpan().ContainsAny(_marks))
        {
            return markdown;
        }

        var plain = new StringBuilder();
        foreach (var inline in Markdown.Parse(markdown, _pipeline).Descendants<Inline>())
        {
            plain.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline link => link.Url,
                LineBreakInline => " ",
                _ => "",
            });
        }

        return plain.Length == 0 ? markdown : plain.ToString();
    }

    [GeneratedRegex(@"<!--\s*id:\s*(?<id>[^\s<>]{1,300})\s*-->\s*$")]
    private static partial Regex IdComment();

    [GeneratedRegex("<!--.*?(?:-->|$)", RegexOptions.Singleline)]
    private static partial Regex AnyComment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
