namespace MeshLab.Core.Scenarios.Templates;

/// <summary>The kinds of tokens inside <c>{{ … }}</c>.</summary>
internal enum TemplateTokenKind
{
    /// <summary>A dotted name, or a word such as <c>and</c>.</summary>
    Name,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>==</c>, <c>!=</c>, <c>(</c> or <c>)</c>.</summary>
    Symbol,

    /// <summary><c>}}</c>.</summary>
    Close,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its text; without the quotes for a text.</param>
/// <param name="Offset">0-based index in the template.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Offset);

/// <summary>Cuts the inside of <c>{{ … }}</c> into tokens.</summary>
internal sealed class TemplateScanner(string source, int start)
{
    private int _position = start;

    /// <summary>Index after the last token.</summary>
    public int Position => _position;

    /// <exception cref="TemplateException">No token starts here, or the template ends.</exception>
    public TemplateToken Next()
    {
        while (_position < source.Length && char.IsWhiteSpace(source[_position]))
        {
            _position++;
        }

        var offset = _position;
        if (offset >= source.Length)
        {
            throw new TemplateException("the template is not closed: \"}}\" is missing", source, source.Length);
        }

        var rest = source.AsSpan(offset);
        if (rest.StartsWith("}}"))
        {
            return Take(TemplateTokenKind.Close, 2);
        }

        if (rest.StartsWith("==") || rest.StartsWith("!="))
        {
            return Take(TemplateTokenKind.Symbol, 2);
        }

        return rest[0] switch
        {
            '(' or ')' => Take(TemplateTokenKind.Symbol, 1),
            '"' or '\'' => Quoted(rest[0]),
            '-' or (>= '0' and <= '9') => Take(TemplateTokenKind.Number, 1 + Length(rest[1..], "0123456789.")),
            var letter when char.IsAsciiLetter(letter) || letter == '_' => Take(TemplateTokenKind.Name, Length(rest, NameCharacters)),
            '=' => throw new TemplateException("\"=\" is not known; \"==\" compares", source, offset),
            '|' or '&' => throw new TemplateException($"\"{rest[0]}\" is not known; use the words \"and\" and \"or\"", source, offset),
            var other => throw new TemplateException($"\"{other}\" has no meaning in a template", source, offset),
        };
    }

    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

    private TemplateToken Quoted(char quote)
    {
        var offset = _position;
        var end = source.IndexOf(quote, offset + 1);
        if (end < 0)
        {
            throw new TemplateException($"the text that starts with {quote} is not closed", source, offset);
        }

        _position = end + 1;
        return new(TemplateTokenKind.Text, source[(offset + 1)..end], offset);
    }

    private TemplateToken Take(TemplateTokenKind kind, int length)
    {
        var offset = _position;
        _position += length;
        return new(kind, source.Substring(offset, length), offset);
    }

    private static int Length(ReadOnlySpan<char> text, string characters)
    {
        var length = text.IndexOfAnyExcept(characters);
        return length < 0 ? text.Length : length;
    }
}
