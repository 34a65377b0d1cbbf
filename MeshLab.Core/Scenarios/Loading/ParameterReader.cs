using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads a parameter.</summary>
internal static class ParameterReader
{
    public static ScenarioParameter Read(FieldReader fields)
    {
        var name = fields.Text("name");
        if (name.Length > 0 && !Names.IsName(name))
        {
            fields.Problem("name", $"a parameter's name starts with a letter, has letters, digits, dashes and underscores only, and is no word of templates; \"{name}\" is none");
        }

        var type = fields.Has("type")
            ? fields.Choice(
                "type",
                ("string", ParameterType.String),
                ("integer", ParameterType.Integer),
                ("boolean", ParameterType.Boolean),
                ("secret", ParameterType.Secret))
            : ParameterType.String;
        var pattern = fields.OptionalText("pattern");
        var patternProblem = pattern is null ? null : Patterns.Check(pattern, groups: null);
        if (patternProblem is not null)
        {
            fields.Problem("pattern", $"pattern {patternProblem}");
        }

        var parameter = new ScenarioParameter(
            name,
            type ?? ParameterType.String,
            type is { } known ? Default(fields, known) : null,
            patternProblem is null ? pattern : null,
            fields.OptionalText("description") ?? "");
        fields.Has("default");
        fields.End("a parameter");
        if (parameter.Default is not null && ParameterValidator.Check(parameter, parameter.Default) is { } wrong)
        {
            fields.Problem("default", $"default {wrong}");
        }

        return parameter;
    }

    private static string? Default(FieldReader fields, ParameterType type)
    {
        if (!fields.Has("default"))
        {
            return null;
        }

        if (type == ParameterType.Secret)
        {
            fields.Problem("default", "a secret has no default: it would stand here for everybody to read");
            return null;
        }

        var node = fields.Mapping["default"];
        var (fits, wanted) = type switch
        {
            ParameterType.Integer => (node?.GetValueKind() == JsonValueKind.Number, "a whole number"),
            ParameterType.Boolean => (node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False, "true or false"),
            _ => (NodeWords.Text(node) is not null, "text"),
        };
        if (!fits)
        {
            fields.Problem("default", $"default {NodeWords.MustBe(wanted, node)}");
            return null;
        }

        return NodeWords.Text(node) ?? node!.ToJsonString();
    }
}
