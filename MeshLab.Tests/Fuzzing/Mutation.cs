using System.Text;

namespace MeshLab.Tests.Fuzzing;

/// <summary>What may be done to a sample.</summary>
public enum MutationKind
{
    /// <summary>A bit is turned.</summary>
    Flip,

    /// <summary>A byte becomes any other.</summary>
    Replace,

    /// <summary>A stretch is cut out.</summary>
    Delete,

    /// <summary>A stretch is written twice or more often.</summary>
    Duplicate,

    /// <summary>The end is missing.</summary>
    Truncate,

    /// <summary>The beginning is followed by the end of another sample.</summary>
    Splice,

    /// <summary>A number becomes an extreme one.</summary>
    Number,

    /// <summary>A token that means something to the format is put in.</summary>
    Insert,

    /// <summary>A token is put in often, one in the other.</summary>
    Nest,
}

/// <summary>One change of a sample.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">Where, in millionths of its length.</param>
/// <param name="Length">How much, in bytes.</param>
/// <param name="Value">Which byte, number, token or other sample.</param>
public sealed record Mutation(MutationKind Kind, int At, int Length, int Value)
{
    /// <summary>Inputs do not grow beyond this, so that a slow one is the parser's fault.</summary>
    public const int MostBytes = 400_000;

    private static readonly string[] _numbers =
    [
        "0", "-1", "-0", "1e999", "-1e999", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "2147483648", "1e-400", "1e999999999", "NaN", "Infinity", "0x7fffffff",
        "00", "1.7976931348623157e308", "999999999999999999999999999999999999999999", ".5", "1_000",
    ];

    private static readonly string[] _tokens =
    [
        "null", "true", "{}", "[]", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\0", "\uFEFF", "\u2028", "\uFFFF", "\r", "\n", "\n\n", "\t", "  ", "---\n", "...\n", "&a ", "*a", "<<: ", "!!binary ", "!!int ", "!x ", "? ", "|\n", ">\n", "%YAML 9.9\n",
        "{{ a }}", "{{", "}}", "../", "/etc/passwd", "- [ ] ", "- [x] ", "# ", "### 9.1 ", "```", "~~~", "> ", "<!-- id: a -->", "<!--", "-->", "| a |\n|---|\n", "[a]: b\n", "\"", "'", ",", ":", ": ", "{", "}", "[", "]", "\\",
        "apiVersion: ", "kind: List\nitems: ", "NaN", "+Inf", "2026-11-28T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "1Ei", "-5m", "1e30n", "1e999999999", "999999999h",
    ];

    private static readonly string[] _nests = ["[", "{\"a\":", "- ", "> ", "  - ", "{a: ", "[[", "*", "**", "_", "!", "(", "<", "`", "\t", "&a [*a,", "? ", "\n"];

    /// <summary>The sample with the change.</summary>
    public byte[] Apply(byte[] sample, IReadOnlyList<byte[]> samples)
    {
        var at = (int)((long)At * sample.Length / 1_000_000);
        var length = Math.Min(Length, sample.Length - at);
        byte[] changed = Kind switch
        {
            MutationKind.Flip when sample.Length > at => [.. sample[..at], (byte)(sample[at] ^ (1 << (Value & 7))), .. sample[(at + 1)..]],
            MutationKind.Replace when sample.Length > at => [.. sample[..at], (byte)Value, .. sample[(at + 1)..]],
            MutationKind.Delete => [.. sample[..at], .. sample[(at + length)..]],
            MutationKind.Duplicate => [.. sample[..at], .. Enumerable.Repeat(sample[at..(at + length)], 1 + (Value % 40)).SelectMany(bytes => bytes), .. sample[at..]],
            MutationKind.Truncate => sample[..at],
            MutationKind.Splice => [.. sample[..at], .. Tail(samples[Value % samples.Count])],
            MutationKind.Number => OtherNumber(sample, at),
            MutationKind.Insert => [.. sample[..at], .. Bytes(_tokens[Value % _tokens.Length]), .. sample[(at + (Value % 2 * length))..]],
            MutationKind.Nest => [.. sample[..at], .. Bytes(string.Concat(Enumerable.Repeat(_nests[Value % _nests.Length], 1 + (Length * 20)))), .. sample[at..]],
            _ => sample,
        };
        return changed.Length > MostBytes ? changed[..MostBytes] : changed;
    }

    private byte[] Tail(byte[] other) => other[(int)((long)At * other.Length / 1_000_000)..];

    /// <summary>The next number after the place becomes another; without one nothing happens.</summary>
    private byte[] OtherNumber(byte[] sample, int at)
    {
        var begin = Array.FindIndex(sample, at, one => one is >= (byte)'0' and <= (byte)'9');
        if (begin < 0)
        {
            return sample;
        }

        var end = Array.FindIndex(sample, begin, one => one is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.'));
        return [.. sample[..begin], .. Bytes(_numbers[Value % _numbers.Length]), .. end < 0 ? [] : sample[end..]];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
