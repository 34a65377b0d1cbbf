using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace MeshLab.Core.Roadmap;

/// <summary>
/// Reads sections and tasks out of any Markdown. Only blocks are parsed by Markdig, and every text is taken from the source by
/// its place, so that odd inline Markdown can neither be lost nor slow the reading down.
/// </summary>
internal sealed partial class RoadmapParser
{
    /// <summary>Deeper tasks are listed at this depth: a page cannot indent further, nor can JSON nest further.</summary>
    internal const int MaxDepth = 16;

    private const int MaxIndent = 256;
    private const int MaxLinkDefinitions = 5000;

    private static readonly MarkdownPipeline _pipeline = BlocksOnly();

    private readonly ParsedFile _file;
    private readonly string _text;
    private ParsedSection? _section;
    private string? _label;
    private bool _tooDeep;

    private RoadmapParser(string name, RoadmapText source, string roadmap)
    {
        _file = new ParsedFile(name, source) { Roadmap = roadmap };
        _text = source.Text;
    }

    /// <summary>Parses one file. Never throws for what the file holds: that becomes <see cref="ParsedFile.Problems"/>.</summary>
    internal static ParsedFile Parse(string name, byte[] bytes, string roadmap = "")
    {
        var parser = new RoadmapParser(name, RoadmapText.Decode(bytes), roadmap);
        parser.Read();
        return parser._file;
    }

    private void Read()
    {
        if (_file.Source.Guessed)
        {
            Problem(0, "The file is not UTF-8, so letters beyond ASCII may look wrong. Save it as UTF-8.");
        }

        if (Refusal() is { } refusal)
        {
            _file.Problems.Add(refusal);
            return;
        }

        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(_text, _pipeline);
        }
        catch (ArgumentException error)
        {
            // Markdig's only refusal: blocks nested beyond its limit.
            Problem(0, $"The file could not be read as Markdown: {error.Message} Nest its lists and quotes less deeply.");
            return;
        }

        ReadBlocks(document);
        _file.Sections.RemoveAll(section => section is { Tasks.Count: 0, Goal: "" });
    }

    /// <summary>
    /// Finds what would keep Markdig busy for minutes: its time grows with the square of nested lists, which it refuses in the
    /// end, and of link definitions.
    /// </summary>
    private RoadmapProblem? Refusal()
    {
        var (line, definitions) = (0, 0);
        foreach (var text in _text.AsSpan().EnumerateLines())
        {
            line++;
            var rest = text.TrimStart(" \t>");
            if (text.Length - rest.Length > MaxIndent && rest is ['-' or '*' or '+' or (>= '0' and <= '9'), ..])
            {
                return new RoadmapProblem(_file.Name, line, $"The list is indented by {text.Length - rest.Length} characters; a file with more than {MaxIndent} is not read. Nest its lists less deeply.");
            }

            if (rest is ['[', ..] && rest.Contains("]:", StringComparison.Ordinal) && ++definitions > MaxLinkDefinitions)
            {
                return new RoadmapProblem(_file.Name, line, $"A file with more than {MaxLinkDefinitions} link definitions is not read. Write the links in place, or split the file.");
            }
        }

        return null;
    }

    private void ReadBlocks(ContainerBlock blocks)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    StartSection(heading);
                    break;
                case ListBlock list:
                    ReadList(list, Current().Tasks, 1);
                    _label = null;
                    break;
                case QuoteBlock quote:
                    ReadBlocks(quote);
                    break;
                case ParagraphBlock paragraph:
                    ReadParagraph(SourceOf(paragraph));
                    break;
            }
        }
    }

    private void StartSection(HeadingBlock heading)
    {
        var raw = SourceOf(heading).TrimStart('#', ' ', '\t');
        if (heading.IsSetext)
        {
            raw = Underline().Replace(raw, "");
        }

        var (title, idOverride) = TaskTitle.Read(ClosingHashes().Replace(raw, ""));
        if (Label().Match(title + ":") is { Success: true } label && label.Groups["rest"].Value.Trim(':').Length == 0)
        {
            // "#### Tasks" under "### 9.1 Istio" names a part of the section, not a section of its own.
            _label = label.Groups["label"].Value.ToUpperInvariant();
            return;
        }

        _label = null;
        var number = LeadingNumber().Match(title);
        _section = number.Success
            ? new ParsedSection(number.Groups["number"].Value, number.Groups["title"].Value is { Length: > 0 } rest ? rest : title, idOverride, heading.Line + 1)
            : new ParsedSection(null, title is { Length: > 0 } ? title : "(no heading)", idOverride, heading.Line + 1);
        _file.Sections.Add(_section);
    }

    private ParsedSection Current()
    {
        if (_section is null)
        {
            // Tasks above the first heading belong to the file itself.
            _section = new ParsedSection(null, Path.GetFileNameWithoutExtension(_file.Name), null, 1);
            _file.Sections.Add(_section);
        }

        return _section;
    }

    private void ReadParagraph(string raw)
    {
        var text = TaskTitle.Read(raw).Title;
        if (Label().Match(text) is { Success: true } label)
        {
            _label = label.Groups["label"].Value.ToUpperInvariant();
            text = label.Groups["rest"].Value.Trim();
        }
        else if (_section is not null && text.Length > 0 && _label != "GOAL")
        {
            _section.Remarks.Add(text);
            return;
        }

        if (_label == "GOAL" && text.Length > 0)
        {
            var section = Current();
            section.Goal = section.Goal.Length == 0 ? text : section.Goal + " " + text;
            _label = null;
        }
    }

    private void ReadList(ListBlock list, List<ParsedTask> tasks, int depth)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var task = item.Count > 0 && item[0] is ParagraphBlock paragraph ? ReadTask(paragraph, item) : null;
            if (task is not null)
            {
                tasks.Add(task);
            }
            else if (depth == 1 && _label is "OBJECTIVES" or "LEARNING OBJECTIVES" && item.Count > 0 && item[0] is ParagraphBlock objective)
            {
                Current().Objectives.Add(TaskTitle.Read(SourceOf(objective)).Title);
            }

            var deeper = task is not null && depth < MaxDepth;
            if (task is not null && !deeper && !_tooDeep && item.OfType<ListBlock>().Any())
            {
                _tooDeep = true;
                Problem(item.Line + 1, $"Tasks nested more than {MaxDepth} deep are shown at depth {MaxDepth}.");
            }

            foreach (var nested in item.OfType<ListBlock>())
            {
                ReadList(nested, deeper ? task!.Children : tasks, deeper || task is not null ? depth + 1 : depth);
            }
        }
    }

    private ParsedTask? ReadTask(ParagraphBlock paragraph, ListItemBlock item)
    {
        var start = paragraph.Span.Start;
        if (start + 3 >= _text.Length || _text[start] != '[' || _text[start + 2] != ']' || _text[start + 1] is not (' ' or 'x' or 'X' or '\t') || !char.IsWhiteSpace(_text[start + 3]))
        {
            return null;
        }

        var (title, idOverride) = TaskTitle.Read(_text[(start + 4)..Math.Max(start + 4, Math.Min(paragraph.Span.End + 1, _text.Length))]);
        idOverride ??= item.Count > 1 && item[1] is HtmlBlock html ? TaskTitle.IdIn(SourceOf(html)) : null;
        return title.Length == 0 ? null : new ParsedTask(title, idOverride, _text[start + 1] is 'x' or 'X', start + 1, paragraph.Line + 1);
    }

    private void Problem(int line, string message) => _file.Problems.Add(new RoadmapProblem(_file.Name, line, message));

    private string SourceOf(Block block) =>
        block.Span.Start < 0 || block.Span.Start >= _text.Length || block.Span.End < block.Span.Start ? "" : _text[block.Span.Start..Math.Min(block.Span.End + 1, _text.Length)];

    private static MarkdownPipeline BlocksOnly()
    {
        var builder = new MarkdownPipelineBuilder().UseYamlFrontMatter();
        builder.InlineParsers.Clear();
        return builder.Build();
    }

    [GeneratedRegex(@"^(?<number>\d+(?:\.\d+)*)[.:)]?(?:\s+(?:[-–—]\s+)?(?<title>.*))?$", RegexOptions.Singleline)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"^(?:\*\*|__)?(?<label>goal|learning objectives|objectives|tasks)(?::(?:\*\*|__)?|(?:\*\*|__):)(?<rest>.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Label();

    [GeneratedRegex(@"[\r\n]+[ \t]*(=+|-+)[ \t]*$")]
    private static partial Regex Underline();

    [GeneratedRegex(@"[ \t]+#+[ \t]*$")]
    private static partial Regex ClosingHashes();
}
