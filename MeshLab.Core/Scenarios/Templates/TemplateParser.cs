namespace MeshLab.Core.Scenarios.Templates;

/// <summary>
/// Parses templates. Between <c>{{</c> and <c>}}</c> stand a parameter's name, <c>steps.id.outputs.name</c>, a text in quotes, a
/// number, <c>true</c> or <c>false</c>, and <c>==</c>, <c>!=</c>, <c>not</c>, <c>and</c>, <c>or</c> and parentheses over them.
/// A literal <c>{{</c> is written <c>{{ "{{" }}</c>.
/// </summary>
internal sealed class TemplateParser
{
    /// <summary>Deeper than anybody writes, and shallow enough for the stack.</summary>
    private const int MaxDepth = 32;

    private readonly string _source;
    private readonly TemplateScanner _scanner;
    private TemplateToken _token;

    private TemplateParser(string source, int start)
    {
        _source = source;
        _scanner = new(source, start);
        _token = _scanner.Next();
    }

    /// <exception cref="TemplateException">The template is malformed.</exception>
    public static Template Parse(string source)
    {
        var parts = new List<TemplatePart>();
        var position = 0;
        while (source.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var open)
        {
            AddText(open);
            var parser = new TemplateParser(source, open + 2);
            parts.Add(new(null, parser.Whole()));
            position = parser._scanner.Position;
        }

        AddText(source.Length);
        return new(source, parts);

        void AddText(int end)
        {
            if (end > position)
            {
                parts.Add(new(source[position..end], null));
            }
        }
    }

    private TemplateExpression Whole()
    {
        var expression = Or(0);
        return _token.Kind == TemplateTokenKind.Close
            ? expression
            : throw Error($"\"{_token.Text}\" is not expected here; \"}}}}\" would be");
    }

    private TemplateExpression Or(int depth)
    {
        var left = And(depth);
        while (Take("or", out var offset))
        {
            left = new LogicExpression(offset, left, And(depth), And: false);
        }

        return left;
    }

    private TemplateExpression And(int depth)
    {
        var left = Not(depth);
        while (Take("and", out var offset))
        {
            left = new LogicExpression(offset, left, Not(depth), And: true);
        }

        return left;
    }

    private TemplateExpression Not(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Error($"nested more than {MaxDepth} levels deep");
        }

        return Take("not", out var offset) ? new NotExpression(offset, Not(depth + 1)) : Compare(depth);
    }

    private TemplateExpression Compare(int depth)
    {
        var left = Primary(depth);
        foreach (var (symbol, negated) in new[] { ("==", false), ("!=", true) })
        {
            if (Take(symbol, out var offset))
            {
                return new CompareExpression(offset, left, Primary(depth), negated);
            }
        }

        return left;
    }

    private TemplateExpression Primary(int depth)
    {
        var token = _token;
        if (token.Kind == TemplateTokenKind.Close)
        {
            throw Error("something is missing before \"}}\"");
        }

        if (Take("(", out _))
        {
            var inner = Or(depth + 1);
            return Take(")", out _) ? inner : throw Error("\")\" is missing");
        }

        if (token.Kind == TemplateTokenKind.Symbol)
        {
            throw Error($"a value is missing before \"{token.Text}\"");
        }

        _token = _scanner.Next();
        return token switch
        {
            { Kind: TemplateTokenKind.Text } => new LiteralExpression(token.Offset, TemplateValue.Plain(token.Text)),
            { Kind: TemplateTokenKind.Number } => new LiteralExpression(token.Offset, new(token.Text, ParameterType.Integer, false)),
            { Text: "true" or "false" } => new LiteralExpression(token.Offset, TemplateValue.Boolean(token.Text == "true")),
            _ => Reference(token),
        };
    }

    private TemplateExpression Reference(TemplateToken token) => token.Text.Split('.') switch
    {
        ["and" or "or" or "not" or "steps"] => throw new TemplateException($"a value is missing before \"{token.Text}\"", _source, token.Offset),
        [{ Length: > 0 } name] => new ParameterExpression(token.Offset, name),
        ["steps", { Length: > 0 } step, "outputs", { Length: > 0 } name] => new OutputExpression(token.Offset, step, name),
        ["parameters" or "params", { Length: > 0 } name] => throw new TemplateException($"\"{token.Text}\" is not known; a parameter is written {{{{ {name} }}}}", _source, token.Offset),
        _ => throw new TemplateException($"\"{token.Text}\" is neither a parameter nor steps.<id>.outputs.<name>", _source, token.Offset),
    };

    private bool Take(string text, out int offset)
    {
        offset = _token.Offset;
        if (_token.Kind is not (TemplateTokenKind.Name or TemplateTokenKind.Symbol) || _token.Text != text)
        {
            return false;
        }

        _token = _scanner.Next();
        return true;
    }

    private TemplateException Error(string message) => new(message, _source, _token.Offset);
}
