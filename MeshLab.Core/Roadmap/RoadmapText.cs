using System.Text;

namespace MeshLab.Core.Roadmap;

/// <summary>A file's bytes as text that turns back into the same bytes, whatever they are.</summary>
internal sealed class RoadmapText
{
    private readonly Encoding _encoding;
    private readonly byte[] _mark;

    private RoadmapText(string text, Encoding encoding, byte[] mark, bool guessed)
    {
        Text = text;
        _encoding = encoding;
        _mark = mark;
        Guessed = guessed;
    }

    /// <summary>The text without its byte order mark.</summary>
    internal string Text { get; }

    /// <summary>Whether the bytes are no valid UTF-8 and were read one byte a character.</summary>
    internal bool Guessed { get; }

    internal static RoadmapText Decode(byte[] bytes)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var mark = encoding.GetPreamble();
            if (bytes.AsSpan().StartsWith(mark) && TryDecode(bytes, encoding, mark) is { } marked)
            {
                return marked;
            }
        }

        return TryDecode(bytes, new UTF8Encoding(false), []) ?? new RoadmapText(Encoding.Latin1.GetString(bytes), Encoding.Latin1, [], guessed: true);
    }

    /// <summary>The bytes of <paramref name="text"/> in this file's encoding.</summary>
    internal byte[] Encode(string text) => [.. _mark, .. _encoding.GetBytes(text)];

    private static RoadmapText? TryDecode(byte[] bytes, Encoding encoding, byte[] mark)
    {
        var text = encoding.GetString(bytes, mark.Length, bytes.Length - mark.Length);
        return encoding.GetBytes(text).AsSpan().SequenceEqual(bytes.AsSpan(mark.Length)) ? new RoadmapText(text, encoding, mark, guessed: false) : null;
    }
}
