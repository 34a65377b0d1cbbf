using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Schemas;

/// <summary>
/// Checks objects against the structural OpenAPI v3 schema of a custom resource definition: types, required and unknown fields,
/// enums, patterns, bounds, and the combinators. Rules in CEL (<c>x-kubernetes-validations</c>) are not evaluated.
/// Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions".
/// </summary>
public sealed class StructuralSchema(JsonObject schema)
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>The schema as JSON.</summary>
    public JsonObject Schema { get; } = schema;

    /// <summary>Every problem of <paramref name="resource"/>, in document order; unknown fields are problems.</summary>
    public IReadOnlyList<SchemaProblem> Validate(JsonObject resource)
    {
        var problems = new List<SchemaProblem>();
        Check(Schema, resource, "", problems, atRoot: true, reportUnknown: true);
        return problems;
    }

    private static void Check(JsonObject schema, JsonNode? value, string path, List<SchemaProblem> problems, bool atRoot, bool reportUnknown)
    {
        if (value is null)
        {
            return; // A null is pruned by the server, or kept where the field is nullable.
        }

        if (!CheckType(schema, value, path, problems))
        {
            return;
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            problems.Add(new(path, $"{value.ToJsonString()} is not one of {string.Join(", ", allowed.Select(one => one?.ToJsonString()))}", SchemaProblemKind.Invalid));
        }

        switch (value)
        {
            case JsonObject map:
                CheckObject(schema, map, path, problems, atRoot, reportUnknown);
                break;
            case JsonArray list:
                CheckArray(schema, list, path, problems, reportUnknown);
                break;
            case JsonValue scalar:
                CheckScalar(schema, scalar, path, problems);
                break;
        }

        CheckCombinators(schema, value, path, problems);
    }

    private static bool CheckType(JsonObject schema, JsonNode value, string path, List<SchemaProblem> problems)
    {
        var kind = value.GetValueKind();
        var actual = kind switch
        {
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
            System.Text.Json.JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
            _ => "null",
        };

        if (Flag(schema, "x-kubernetes-int-or-string"))
        {
            if (actual is "integer" or "string")
            {
                return true;
            }

            problems.Add(new(path, $"must be an integer or a string, not {Article(actual)}", SchemaProblemKind.Invalid));
            return false;
        }

        var expected = Text(schema, "type");
        if (expected is null || expected == actual || (expected == "number" && actual == "integer"))
        {
            return true;
        }

        problems.Add(new(path, $"must be {Article(expected)}, not {Article(actual)}", SchemaProblemKind.Invalid));
        return false;
    }

    private static void CheckObject(JsonObject schema, JsonObject map, string path, List<SchemaProblem> problems, bool atRoot, bool reportUnknown)
    {
        var properties = schema["properties"] as JsonObject;
        var additional = schema["additionalProperties"];
        var open = Flag(schema, "x-kubernetes-preserve-unknown-fields")
            || additional is JsonValue flag && flag.TryGetValue<bool>(out var any) && any;

        foreach (var (name, child) in map)
        {
            var childPath = path.Length == 0 ? name : $"{path}.{name}";
            if (atRoot && name is "apiVersion" or "kind" or "metadata")
            {
                continue; // The server knows these itself.
            }

            if (properties?[name] is JsonObject childSchema)
            {
                Check(childSchema, child, childPath, problems, Flag(childSchema, "x-kubernetes-embedded-resource"), reportUnknown);
            }
            else if (additional is JsonObject valueSchema)
            {
                Check(valueSchema, child, childPath, problems, false, reportUnknown);
            }
            else if (!open && reportUnknown && (properties is not null || Text(schema, "type") == "object"))
            {
                problems.Add(new(childPath, "unknown field", SchemaProblemKind.UnknownField));
            }
        }

        foreach (var name in (schema["required"] as JsonArray ?? []).Select(one => one!.GetValue<string>()))
        {
            if (map[name] is null && !(properties?[name] is JsonObject holder && holder.ContainsKey("default")))
            {
                problems.Add(new(path.Length == 0 ? name : $"{path}.{name}", "required, but missing", SchemaProblemKind.Required));
            }
        }

        Bound(schema, "minProperties", "maxProperties", map.Count, "fields", path, problems);
    }

    private static void CheckArray(JsonObject schema, JsonArray list, string path, List<SchemaProblem> problems, bool reportUnknown)
    {
        Bound(schema, "minItems", "maxItems", list.Count, "items", path, problems);
        if (schema["items"] is JsonObject items)
        {
            for (var index = 0; index < list.Count; index++)
            {
                Check(items, list[index], $"{path}[{index}]", problems, false, reportUnknown);
            }
        }

        if (schema["x-kubernetes-list-map-keys"] is JsonArray keys)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var index = 0; index < list.Count; index++)
            {
                if (list[index] is JsonObject item && !seen.Add(string.Join('\n', keys.Select(key => item[key!.GetValue<string>()]?.ToJsonString()))))
                {
                    problems.Add(new($"{path}[{index}]", "duplicates the key of an earlier item", SchemaProblemKind.Invalid));
                }
            }
        }
    }

    private static void CheckScalar(JsonObject schema, JsonValue scalar, string path, List<SchemaProblem> problems)
    {
        if (scalar.TryGetValue<string>(out var text))
        {
            Bound(schema, "minLength", "maxLength", text.Length, "characters", path, problems);
            if (Text(schema, "pattern") is { } pattern && !Matches(pattern, text))
            {
                problems.Add(new(path, $"\"{text}\" does not match {pattern}", SchemaProblemKind.Invalid));
            }

            return;
        }

        if (!double.TryParse(scalar.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        if (Number(schema, "minimum") is { } least && (Flag(schema, "exclusiveMinimum") ? number <= least : number < least))
        {
            problems.Add(new(path, $"{number} is less than {least}", SchemaProblemKind.Invalid));
        }

        if (Number(schema, "maximum") is { } most && (Flag(schema, "exclusiveMaximum") ? number >= most : number > most))
        {
            problems.Add(new(path, $"{number} is more than {most}", SchemaProblemKind.Invalid));
        }

        if (Number(schema, "multipleOf") is { } step && step > 0 && Math.Abs(number / step - Math.Round(number / step)) > 1e-9)
        {
            problems.Add(new(path, $"{number} is not a multiple of {step}", SchemaProblemKind.Invalid));
        }
    }

    private static void CheckCombinators(JsonObject schema, JsonNode value, string path, List<SchemaProblem> problems)
    {
        foreach (var part in Schemas(schema, "allOf"))
        {
            Check(part, value, path, problems, false, reportUnknown: false);
        }

        var anyOf = Schemas(schema, "anyOf").ToList();
        if (anyOf.Count > 0 && !anyOf.Exists(part => Holds(part, value)))
        {
            problems.Add(new(path, "matches none of the alternatives (anyOf)", SchemaProblemKind.Invalid));
        }

        var oneOf = Schemas(schema, "oneOf").ToList();
        if (oneOf.Count > 0 && oneOf.Count(part => Holds(part, value)) is var count && count != 1)
        {
            problems.Add(new(path, $"must match exactly one of the alternatives (oneOf), matches {count}", SchemaProblemKind.Invalid));
        }

        if (schema["not"] is JsonObject not && Holds(not, value))
        {
            problems.Add(new(path, "matches what is not allowed (not)", SchemaProblemKind.Invalid));
        }
    }

    private static bool Holds(JsonObject schema, JsonNode value)
    {
        var problems = new List<SchemaProblem>();
        Check(schema, value, "", problems, false, reportUnknown: false);
        return problems.Count == 0;
    }

    private static void Bound(JsonObject schema, string least, string most, int count, string what, string path, List<SchemaProblem> problems)
    {
        if (Number(schema, least) is { } min && count < min)
        {
            problems.Add(new(path, $"has {count} {what}, at least {min} are needed", SchemaProblemKind.Invalid));
        }

        if (Number(schema, most) is { } max && count > max)
        {
            problems.Add(new(path, $"has {count} {what}, at most {max} are allowed", SchemaProblemKind.Invalid));
        }
    }

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return true; // A pattern of another regular-expression dialect is the server's to judge.
        }
    }

    private static IEnumerable<JsonObject> Schemas(JsonObject schema, string key) => (schema[key] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Flag(JsonObject schema, string key) => schema[key] is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    private static string? Text(JsonObject schema, string key) => schema[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonObject schema, string key) =>
        schema[key] is JsonValue value && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsInteger(JsonNode value) =>
        decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number);

    private static string Article(string type) => type is "integer" or "object" or "array" ? $"an {type}" : $"a {type}";
}
