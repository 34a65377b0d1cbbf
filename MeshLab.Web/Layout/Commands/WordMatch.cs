namespace MeshLab.Web.Layout.Commands;

/// <summary>
/// How well typed words fit an entry. Every word must fit somewhere: a word of the title counts most, then one that begins with it,
/// one that holds it, one with a slip of the finger, and one of the detail.
/// </summary>
internal static class WordMatch
{
    private const int Whole = 100;
    private const int Start = 80;
    private const int Within = 45;
    private const int DetailStart = 40;
    private const int Slip = 25;
    private const int DetailWithin = 15;
    private const int PhraseBonus = 40;

    /// <summary>Shorter words have too many neighbours for slips to be forgiven.</summary>
    private const int ShortestForgiven = 4;

    /// <summary>Words in small letters; dots and dashes stay within a word, as in <c>9.1</c> and <c>istio-tutorial</c>.</summary>
    public static IReadOnlyList<string> WordsOf(string text) =>
        [.. text.ToLowerInvariant().Split([' ', '\t', ',', ';', ':', '(', ')', '/', '·', '…', '"', '“', '”'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The score of an entry, greater is better; null when a word does not fit.</summary>
    public static int? Score(IReadOnlyList<string> words, PaletteEntry entry)
    {
        var sum = 0;
        foreach (var word in words)
        {
            var best = Math.Max(OfTitle(word, entry.TitleWords), OfDetail(word, entry.DetailWords));
            if (best == 0)
            {
                return null;
            }

            sum += best;
        }

        // Of titles with the same words, the shorter one says more exactly what was typed.
        var phrase = entry.Title.StartsWith(string.Join(' ', words), StringComparison.OrdinalIgnoreCase) ? PhraseBonus : 0;
        return (sum / Math.Max(1, words.Count)) + phrase - Math.Min(20, entry.TitleWords.Count);
    }

    private static int OfTitle(string word, IReadOnlyList<string> title)
    {
        var best = 0;
        foreach (var candidate in title)
        {
            var fits = candidate == word ? Whole
                : candidate.StartsWith(word, StringComparison.Ordinal) ? Start
                : candidate.Contains(word, StringComparison.Ordinal) ? Within
                : word.Length >= ShortestForgiven && StartsWithASlip(word, candidate) ? Slip
                : 0;
            best = Math.Max(best, fits);
        }

        return best;
    }

    private static int OfDetail(string word, IReadOnlyList<string> detail)
    {
        var best = 0;
        foreach (var candidate in detail)
        {
            var fits = candidate.StartsWith(word, StringComparison.Ordinal) ? DetailStart : candidate.Contains(word, StringComparison.Ordinal) ? DetailWithin : 0;
            best = Math.Max(best, fits);
        }

        return best;
    }

    /// <summary>Whether the candidate begins with the word but for one letter that is wrong, missing, too many or swapped with its neighbour.</summary>
    private static bool StartsWithASlip(string word, string candidate)
    {
        for (var length = word.Length - 1; length <= Math.Min(candidate.Length, word.Length + 1); length++)
        {
            if (IsOneSlipAway(word, candidate.AsSpan(0, Math.Min(length, candidate.Length))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneSlipAway(ReadOnlySpan<char> typed, ReadOnlySpan<char> meant)
    {
        var same = typed.CommonPrefixLength(meant);
        var left = typed[same..];
        var right = meant[same..];
        return (left.Length - right.Length) switch
        {
            0 => left.Length > 0 && (left[1..].SequenceEqual(right[1..])
                || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]))),
            1 => left[1..].SequenceEqual(right),
            -1 => left.SequenceEqual(right[1..]),
            _ => false,
        };
    }
}
