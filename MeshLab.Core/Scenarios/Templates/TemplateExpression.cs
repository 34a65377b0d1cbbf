namespace MeshLab.Core.Scenarios.Templates;

/// <summary>An expression between <c>{{</c> and <c>}}</c>.</summary>
/// <param name="Offset">0-based index in the template.</param>
internal abstract record TemplateExpression(int Offset);

/// <summary>A text, number or boolean written in the template.</summary>
internal sealed record LiteralExpression(int Offset, TemplateValue Value) : TemplateExpression(Offset);

/// <summary>A parameter's value.</summary>
internal sealed record ParameterExpression(int Offset, string Name) : TemplateExpression(Offset);

/// <summary>An output of a step.</summary>
internal sealed record OutputExpression(int Offset, string Step, string Name) : TemplateExpression(Offset);

/// <summary><c>==</c>, or <c>!=</c> when negated.</summary>
internal sealed record CompareExpression(int Offset, TemplateExpression Left, TemplateExpression Right, bool Negated) : TemplateExpression(Offset);

/// <summary><c>and</c>, or <c>or</c>.</summary>
internal sealed record LogicExpression(int Offset, TemplateExpression Left, TemplateExpression Right, bool And) : TemplateExpression(Offset);

/// <summary><c>not</c>.</summary>
internal sealed record NotExpression(int Offset, TemplateExpression Operand) : TemplateExpression(Offset);
