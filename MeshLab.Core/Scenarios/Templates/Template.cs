namespace MeshLab.Core.Scenarios.Templates;

/// <summary>A parsed template: literal texts and expressions in turn.</summary>
/// <param name="Source">The template as written.</param>
/// <param name="Parts">Its parts in order.</param>
internal sealed record Template(string Source, IReadOnlyList<TemplatePart> Parts)
{
    /// <summary>The one expression of a template that is nothing else, or null.</summary>
    public TemplateExpression? Single => Parts is [{ Expression: { } only }] ? only : null;

    /// <summary>Every expression in it, nested ones included.</summary>
    public IEnumerable<TemplateExpression> Expressions() =>
        Parts.Select(part => part.Expression).OfType<TemplateExpression>().SelectMany(Walk);

    private static IEnumerable<TemplateExpression> Walk(TemplateExpression expression)
    {
        IEnumerable<TemplateExpression> inner = expression switch
        {
            CompareExpression compare => [compare.Left, compare.Right],
            LogicExpression logic => [logic.Left, logic.Right],
            NotExpression not => [not.Operand],
            _ => [],
        };
        return inner.SelectMany(Walk).Prepend(expression);
    }
}

/// <summary>Either a literal text or an expression.</summary>
internal sealed record TemplatePart(string? Text, TemplateExpression? Expression);
