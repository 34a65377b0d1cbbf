using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>
/// Reads the fields of one mapping. What is wrong becomes a problem with its place, and reading goes on with a stand-in value, so that
/// one pass finds everything. A field nobody asked for until <see cref="End"/> is unknown.
/// </summary>
internal sealed partial class FieldReader(JsonObject mapping, YamlDocument document, string pointer, ProblemList problems)
{
    private readonly List<string> _known = [];

    /// <summary>The mapping's place as a JSON pointer.</summary>
    public string Pointer => pointer;

    public JsonObject Mapping => mapping;

    /// <summary>The 1-based line the mapping starts at.</summary>
    public int Line => document.Locate(pointer).Line;

    /// <summary>Whether the field is written, be it as null.</summary>
    public bool Has(string key)
    {
        Know(key);
        return mapping.ContainsKey(key);
    }

    public void Problem(string key, string message) => problems.Add(document, key.Length == 0 ? pointer : At(key), message);

    public void ProblemAt(string fieldPointer, string message) => problems.Add(document, fieldPointer, message);

    /// <summary>The pointer of a field.</summary>
    public string At(string key) => YamlDocument.Child(pointer, key);

    /// <summary>Reports fields that are not known.</summary>
    /// <param name="where">Where they are, for people, e.g. <c>a step</c>.</param>
    public void End(string where)
    {
        foreach (var key in mapping.Select(entry => entry.Key).Where(key => !_known.Contains(key)))
        {
            var near = Spelling.Nearest(key, _known);
            Problem(key, near is null
                ? $"\"{Short(key)}\" is not known in {where}; known are {string.Join(", ", _known)}"
                : $"\"{key}\" is not known in {where}; did you mean \"{near}\"?");
        }
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string key)
    {
        if (OptionalText(key) is { } text)
        {
            return text;
        }

        if (!mapping.ContainsKey(key))
        {
            Problem(key, $"{key} is missing");
        }

        return "";
    }

    /// <summary>A text that may be left out, but not be empty.</summary>
    public string? OptionalText(string key)
    {
        var node = Node(key);
        if (node is null)
        {
            return null;
        }

        var text = NodeWords.Text(node);
        if (text is null)
        {
            Problem(key, $"{key} {NodeWords.MustBe("text", node)}");
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            Problem(key, $"{key} is empty text");
        }

        return text;
    }

    public bool Flag(string key)
    {
        var node = Node(key);
        if (node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetValueKind() == JsonValueKind.True;
        }

        if (node is not null)
        {
            Problem(key, $"{key} {NodeWords.MustBe("true or false", node)}");
        }

        return false;
    }

    public int Integer(string key, int fallback, int least, int most)
    {
        var node = Node(key);
        if (node is null)
        {
            return fallback;
        }

        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(key, $"{key} {NodeWords.MustBe($"a whole number from {least} to {most}", node)}");
        return fallback;
    }

    public double? Number(string key, double least, double most)
    {
        var node = Node(key);
        if (node is null)
        {
            return null;
        }

        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) && number >= least && number <= most)
        {
            return number;
        }

        var range = least == double.MinValue ? "a number" : most == double.MaxValue ? $"a number of at least {least}" : $"a number from {least} to {most}";
        Problem(key, $"{key} {NodeWords.MustBe(range, node)}");
        return null;
    }

    public TimeSpan? Duration(string key, TimeSpan longest)
    {
        if (OptionalText(key) is not { } text)
        {
            return null;
        }

        var duration = Durations.Parse(text);
        if (duration is null)
        {
            Problem(key, $"{key} must be a duration such as 30s, 5m or 1h30m, \"{Short(text)}\" is none");
        }
        else if (duration > longest)
        {
            Problem(key, $"{key} is longer than {longest.TotalHours:0} hours");
        }

        return duration;
    }

    /// <summary>A number that must be there.</summary>
    public double RequiredNumber(string key, double least, double most)
    {
        MustHave(key);
        return Number(key, least, most) ?? least;
    }

    /// <summary>A duration that must be there.</summary>
    public TimeSpan RequiredDuration(string key, TimeSpan longest)
    {
        MustHave(key);
        return Duration(key, longest) ?? longest;
    }

    /// <summary>Reports a field that is not written.</summary>
    public void MustHave(string key)
    {
        if (!Has(key))
        {
            Problem(key, $"{key} is missing");
        }
    }

    /// <summary>One of several words; null when it is none of them.</summary>
    public T? Choice<T>(string key, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        var text = Text(key);
        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            words.Add(word);
            if (word == text)
            {
                return value;
            }
        }

        if (text.Length > 0)
        {
            Problem(key, $"{key} must be one of {string.Join(", ", words)}, not \"{Short(text)}\"{Spelling.Suggest(text, words)}");
        }

        return null;
    }

    private JsonNode? Node(string key)
    {
        Know(key);
        if (mapping.TryGetPropertyValue(key, out var node) && node is null)
        {
            Problem(key, $"{key} has no value; write one, or leave the key out");
        }

        return node;
    }

    private void Know(string key)
    {
        if (!_known.Contains(key))
        {
            _known.Add(key);
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
