using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Templates;

/// <summary>Fills templates in. Every method throws <see cref="TemplateException"/> for what is malformed or not known.</summary>
public static class TemplateRenderer
{
    /// <summary>The text with every template filled in; secret when anything secret went into it.</summary>
    public static TemplateValue Render(string text, TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return TemplateValue.Plain(text);
        }

        var template = TemplateParser.Parse(text);
        var evaluator = new TemplateEvaluator(text, context);
        if (template.Single is { } single)
        {
            return evaluator.Evaluate(single);
        }

        var secret = false;
        var rendered = new StringBuilder();
        foreach (var part in template.Parts)
        {
            var value = part.Expression is { } expression ? evaluator.Evaluate(expression) : TemplateValue.Plain(part.Text!);
            secret |= value.IsSecret;
            rendered.Append(value.Text);
        }

        return secret ? TemplateValue.Secret(rendered.ToString()) : TemplateValue.Plain(rendered.ToString());
    }

    /// <summary>Whether a step's <c>when</c> holds. Null always does.</summary>
    public static bool Holds(string? condition, TemplateContext context)
    {
        if (condition is null)
        {
            return true;
        }

        var value = Render(condition, context);
        return value.Text switch
        {
            "true" => true,
            "false" => false,
            _ => throw new TemplateException($"the condition gives \"{value}\"; it must give true or false", condition, 0),
        };
    }

    /// <summary>The action with the templates in its texts filled in. Regular expressions of outputs stay as they are.</summary>
    public static StepAction RenderAction(StepAction action, TemplateContext context) => new ActionRenderer(context).Render(action);

    /// <summary>The check with the templates in its command, its resources and its expected texts filled in.</summary>
    public static Verification RenderVerification(Verification verification, TemplateContext context) => new ActionRenderer(context).Render(verification);

    /// <summary>A copy of a tree with the templates in its texts filled in. A text that is one template and nothing else keeps the value's type.</summary>
    public static JsonObject RenderTree(JsonObject tree, TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return (JsonObject)RenderNode(tree, context)!;
    }

    private static JsonNode? RenderNode(JsonNode? node, TemplateContext context) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.Select(entry => KeyValuePair.Create(entry.Key, RenderNode(entry.Value, context)))),
        JsonArray array => new JsonArray([.. array.Select(item => RenderNode(item, context))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Render(value.GetValue<string>(), context).ToJson(),
        _ => node?.DeepClone(),
    };
}
