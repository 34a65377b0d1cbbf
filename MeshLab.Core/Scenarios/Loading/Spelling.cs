namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>Longer words are not compared: nobody mistypes them by a letter, and the comparison costs their product.</summary>
    private const int Longest = 200;

    /// <summary><c>; did you mean "title"?</c>, or nothing when no known word is near.</summary>
    public static string Suggest(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } near ? $"; did you mean \"{near}\"?" : "";

    /// <summary>The known word that differs least from <paramref name="word"/>, if by few letters only.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > Longest)
        {
            return null;
        }

        var allowed = Math.Max(1, word.Length / 3);
        return known
            .Where(candidate => candidate.Length <= Longest && Math.Abs(candidate.Length - word.Length) <= allowed)
            .Select(candidate => (candidate, distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.distance <= allowed)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>Single-letter edits and swaps of neighbours between two words (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
