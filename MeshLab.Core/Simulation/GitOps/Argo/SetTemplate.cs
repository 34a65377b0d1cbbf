using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>An ApplicationSet's template cannot be filled in; the message is for its status.</summary>
internal sealed class SetTemplateException(string message) : Exception(message);

/// <summary>
/// Fills in ApplicationSet templates: plain ones (<c>{{name}}</c>) and the part of Go templates that sets commonly use: fields, <c>index</c>, and
/// the pipes default, quote, lower, upper and normalize.
/// </summary>
internal static partial class SetTemplate
{
    /// <summary>A copy of the tree with every text filled in, keys included.</summary>
    public static JsonNode? Render(JsonNode? node, JsonObject parameters, bool go) => node switch
    {
        JsonObject map => new JsonObject(map.Select(one => KeyValuePair.Create(Text(one.Key, parameters, go), Render(one.Value, parameters, go)))),
        JsonArray list => new JsonArray([.. list.Select(one => Render(one, parameters, go))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Text(text, parameters, go)),
        _ => node?.DeepClone(),
    };

    private static string Text(string template, JsonObject parameters, bool go)
    {
        if (!template.Contains("{{", StringComparison.Ordinal))
        {
            return template;
        }

        var text = new StringBuilder();
        var from = 0;
        foreach (Match match in Actions().Matches(template))
        {
            text.Append(template, from, match.Index - from);
            var expression = match.Groups["expression"].Value.Trim();
            text.Append(go ? Piped(expression, parameters) : Plain(expression, parameters) ?? match.Value);
            from = match.Index + match.Length;
        }

        return text.Append(template, from, template.Length - from).ToString();
    }

    /// <summary>A parameter by its dotted name, whose last parts may hold dots themselves (labels do). One that is not known stays as it is written.</summary>
    private static string? Plain(string name, JsonObject parameters)
    {
        JsonNode? node = parameters;
        var rest = name;
        while (node is JsonObject map && rest.Length > 0)
        {
            if (map.ContainsKey(rest))
            {
                return map[rest]?.ToString();
            }

            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return null;
            }

            node = map[rest[..dot]];
            rest = rest[(dot + 1)..];
        }

        return null;
    }

    private static string Piped(string expression, JsonObject parameters)
    {
        var parts = expression.Split('|', StringSplitOptions.TrimEntries);
        var hasDefault = parts.Skip(1).Any(one => one.StartsWith("default ", StringComparison.Ordinal));
        var value = Value(parts[0], parameters, required: !hasDefault);
        foreach (var pipe in parts.Skip(1))
        {
            var words = Words().Matches(pipe).Select(one => one.Value).ToList();
            value = words switch
            {
                ["default", var otherwise] => string.IsNullOrEmpty(value) ? Unquoted(otherwise) : value,
                ["quote"] => $"\"{value}\"",
                ["lower"] => value?.ToLowerInvariant(),
                ["upper"] => value?.ToUpperInvariant(),
                ["normalize"] => Normalized(value ?? ""),
                _ => throw new SetTemplateException($"failed to execute go template {{{{ {expression} }}}}: the demo cluster knows index and the pipes default, quote, lower, upper and normalize"),
            };
        }

        return value ?? "";
    }

    private static string? Value(string expression, JsonObject parameters, bool required)
    {
        var words = Words().Matches(expression).Select(one => one.Value).ToList();
        JsonNode? node = words switch
        {
            ["index", var path, .. var keys] => keys.Aggregate(At(path, parameters), (map, key) => (map as JsonObject)?[Unquoted(key)]),
            [var path] when path.StartsWith('.') => At(path, parameters),
            [var text] when text.StartsWith('"') => JsonValue.Create(Unquoted(text)),
            _ => throw new SetTemplateException($"failed to execute go template {{{{ {expression} }}}}: the demo cluster knows fields and index only"),
        };
        return node is not null || !required
            ? node?.ToString()
            : throw new SetTemplateException($"failed to execute go template {{{{ {expression} }}}}: map has no entry for key \"{Unquoted(words[^1].Split('.')[^1])}\"");
    }

    private static JsonNode? At(string path, JsonObject parameters) =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)parameters, (node, part) => (node as JsonObject)?[part]);

    private static string Unquoted(string text) => text.Trim('"', '`');

    /// <summary>A name that objects may bear.</summary>
    public static string Normalized(string name) => NotInNames().Replace(name.ToLowerInvariant(), "-").Trim('-', '.');

    [GeneratedRegex(@"\s*\{\{-(?<expression>[^}]*?)-?\}\}|\{\{(?<expression>[^}]*?)-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Actions();

    [GeneratedRegex("\"[^\"]*\"|`[^`]*`|[^\\s()]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex("[^a-z0-9.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
