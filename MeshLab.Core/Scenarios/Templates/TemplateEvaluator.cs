using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Core.Scenarios.Templates;

/// <summary>Gives expressions their value.</summary>
internal sealed class TemplateEvaluator(string source, TemplateContext context)
{
    /// <exception cref="TemplateException">Something it refers to is not there.</exception>
    public TemplateValue Evaluate(TemplateExpression expression) => expression switch
    {
        LiteralExpression literal => literal.Value,
        ParameterExpression parameter => context.Parameters.GetValueOrDefault(parameter.Name)
            ?? throw Unknown(parameter, $"the parameter {parameter.Name} has no value", parameter.Name, context.Parameters.Keys),
        OutputExpression output => Output(output),
        CompareExpression compare => TemplateValue.Boolean(
            string.Equals(Evaluate(compare.Left).Text, Evaluate(compare.Right).Text, StringComparison.Ordinal) != compare.Negated),
        LogicExpression { And: true } both => TemplateValue.Boolean(Truth(both.Left) && Truth(both.Right)),
        LogicExpression either => TemplateValue.Boolean(Truth(either.Left) || Truth(either.Right)),
        NotExpression not => TemplateValue.Boolean(!Truth(not.Operand)),
        _ => throw new TemplateException("this expression is not known", source, expression.Offset),
    };

    private TemplateValue Output(OutputExpression output)
    {
        var outputs = context.OutputsOf(output.Step)
            ?? throw Unknown(output, $"the step {output.Step} has given no outputs in this run", output.Step, context.StepsWithOutputs);
        return outputs.GetValueOrDefault(output.Name)
            ?? throw Unknown(output, $"the step {output.Step} gave no output {output.Name}", output.Name, outputs.Keys);
    }

    private bool Truth(TemplateExpression expression)
    {
        var value = Evaluate(expression);
        return value.Text switch
        {
            "true" => true,
            "false" => false,
            _ => throw new TemplateException($"\"{value}\" is neither true nor false", source, expression.Offset),
        };
    }

    private TemplateException Unknown(TemplateExpression expression, string message, string name, IEnumerable<string> known) =>
        new(message + Spelling.Suggest(name, known), source, expression.Offset);
}
