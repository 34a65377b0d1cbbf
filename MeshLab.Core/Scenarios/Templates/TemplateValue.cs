using System.Globalization;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Templates;

/// <summary>A value that a template reads or gives.</summary>
/// <param name="Text">The value as text; integers and booleans in their canonical form (<c>3</c>, <c>true</c>).</param>
/// <param name="Type">Its type; <see cref="ParameterType.Secret"/> is text too.</param>
/// <param name="IsSecret">Whether it is, or holds, something that must not be shown.</param>
public sealed record TemplateValue(string Text, ParameterType Type, bool IsSecret)
{
    /// <summary>Plain text.</summary>
    public static TemplateValue Plain(string text) => new(text, ParameterType.String, false);

    /// <summary>Text that must not be shown.</summary>
    public static TemplateValue Secret(string text) => new(text, ParameterType.Secret, true);

    /// <summary>A truth value.</summary>
    public static TemplateValue Boolean(bool value) => new(value ? "true" : "false", ParameterType.Boolean, false);

    /// <summary>The value with its type, for a field that is a template and nothing else: a number or a boolean stays one.</summary>
    public JsonNode ToJson() => Type switch
    {
        ParameterType.Integer when long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ParameterType.Boolean => JsonValue.Create(Text == "true"),
        _ => JsonValue.Create(Text),
    };

    /// <summary>The text, or asterisks for a secret.</summary>
    public override string ToString() => IsSecret ? "******" : Text;
}
