using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>
/// Gives unquoted YAML text the type kubectl gives it. kubectl and Helm read YAML 1.1 (sigs.k8s.io/yaml over go-yaml 2), in which
/// <c>yes</c> and <c>on</c> are booleans and <c>0644</c> is octal; a manifest must mean the same here as there.
/// </summary>
internal static partial class YamlScalar
{
    private static readonly HashSet<string> True = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
    private static readonly HashSet<string> False = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];
    private static readonly HashSet<string> Null = ["", "~", "null", "Null", "NULL"];
    private static readonly HashSet<string> NotFinite = [".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"];

    /// <summary>The value of plain text.</summary>
    /// <exception cref="FormatException">JSON has no such value (infinity, not a number).</exception>
    public static JsonNode? Resolve(string text)
    {
        if (Null.Contains(text))
        {
            return null;
        }

        if (True.Contains(text))
        {
            return JsonValue.Create(true);
        }

        if (False.Contains(text))
        {
            return JsonValue.Create(false);
        }

        if (NotFinite.Contains(text))
        {
            throw new FormatException($"{text} has no place in JSON, so no Kubernetes object can hold it; put it in quotes if it is text");
        }

        return Number(text) ?? JsonValue.Create(text);
    }

    /// <summary>The key a plain mapping key stands for: kubectl turns <c>1.50</c> into <c>1.5</c>.</summary>
    /// <exception cref="FormatException">Null is no key; and kubectl turns <c>y</c> and <c>on</c> into <c>true</c>, which nobody means.</exception>
    public static string ResolveKey(string text) => Resolve(text) switch
    {
        null => throw new FormatException("a key is null; put it in quotes if it is text"),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False && value.ToJsonString() != text =>
            throw new FormatException($"kubectl reads the key {text} as the boolean {value.ToJsonString()}; put it in quotes"),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var value => value.ToJsonString(),
    };

    private static JsonNode? Number(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
        {
            return null;
        }

        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer(plain) is { } integer)
        {
            return Exact(integer.ToString(CultureInfo.InvariantCulture));
        }

        if (!Float().IsMatch(plain))
        {
            return null;
        }

        var number = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? Exact(JsonSerializer.Serialize(number)) : null;
    }

    /// <summary>An integer as Go's <c>strconv.ParseInt(text, 0, 64)</c> reads it, or null when it is none or does not fit 64 bits.</summary>
    private static BigInteger? Integer(string text)
    {
        var negative = text.StartsWith('-');
        var digits = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        var (radix, prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        digits = digits[prefix..];
        if (digits.IsEmpty || digits.Length > 64)
        {
            return null;
        }

        var value = BigInteger.Zero;
        foreach (var character in digits)
        {
            if (!char.IsAsciiHexDigit(character) || Convert.ToInt32(character.ToString(), 16) is var digit && digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        value = negative ? -value : value;
        return value >= long.MinValue && value <= ulong.MaxValue ? value : null;
    }

    /// <summary>A number that converts to every numeric type that can hold it, as one read from the API server does.</summary>
    private static JsonNode? Exact(string json) => JsonNode.Parse(json);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}
