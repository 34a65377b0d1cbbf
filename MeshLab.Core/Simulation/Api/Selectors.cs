using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Label and field selectors as written in query strings.</summary>
internal static class Selectors
{
    public static bool MatchesLabels(JsonObject resource, string? selector)
    {
        if (string.IsNullOrEmpty(selector))
        {
            return true;
        }

        var labels = resource["metadata"]?["labels"] as JsonObject;
        return Split(selector).All(term => Term(labels, term.Trim()));
    }

    public static bool MatchesFields(JsonObject resource, string? selector)
    {
        if (string.IsNullOrEmpty(selector))
        {
            return true;
        }

        foreach (var term in selector.Split(','))
        {
            var negative = term.Contains("!=", StringComparison.Ordinal);
            var cut = term.IndexOf('=', StringComparison.Ordinal);
            if (cut < 0)
            {
                throw StatusError.BadRequest($"invalid field selector: {term}");
            }

            var path = term[..cut].TrimEnd('!', '=');
            var wanted = term[(cut + 1)..].TrimStart('=');
            JsonNode? here = resource;
            foreach (var part in path.Split('.'))
            {
                here = (here as JsonObject)?[part];
            }

            if ((here?.ToString() ?? "") == wanted == negative)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> Split(string selector)
    {
        var depth = 0;
        var start = 0;
        for (var index = 0; index < selector.Length; index++)
        {
            switch (selector[index])
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return selector[start..index];
                    start = index + 1;
                    break;
            }
        }

        yield return selector[start..];
    }

    private static bool Term(JsonObject? labels, string term)
    {
        foreach (var (word, negative) in new[] { (" notin ", true), (" in ", false) })
        {
            var at = term.IndexOf(word, StringComparison.Ordinal);
            if (at > 0)
            {
                var values = term[(at + word.Length)..].Trim().Trim('(', ')').Split(',', StringSplitOptions.TrimEntries);
                var value = Value(labels, term[..at].Trim());
                return negative ? value is null || !values.Contains(value) : value is not null && values.Contains(value);
            }
        }

        if (term.IndexOf("!=", StringComparison.Ordinal) is > 0 and var not)
        {
            return Value(labels, term[..not]) != term[(not + 2)..];
        }

        if (term.IndexOf('=', StringComparison.Ordinal) is > 0 and var equal)
        {
            return Value(labels, term[..equal]) == term[(equal + 1)..].TrimStart('=');
        }

        return term.StartsWith('!') ? Value(labels, term[1..]) is null : Value(labels, term) is not null;
    }

    private static string? Value(JsonObject? labels, string key) => labels?[key]?.GetValue<string>();
}
