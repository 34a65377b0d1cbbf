using System.Globalization;
using System.Text;

namespace MeshLab.Core.Roadmap;

/// <summary>Makes the words of ids: lower-case letters and digits with single dashes between.</summary>
internal static class Slug
{
    /// <summary>No slug is longer, so that a huge line makes no huge id.</summary>
    internal const int MaxLength = 100;

    /// <summary>The slug of all of <paramref name="text"/>, cut at a word after <see cref="MaxLength"/>; <c>task</c> when nothing is left.</summary>
    internal static string Full(string text)
    {
        var slug = new StringBuilder();
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\'' or '’')
            {
                continue;
            }

            if (!Rune.IsLetterOrDigit(rune))
            {
                gap = true;
                continue;
            }

            if (gap && slug.Length > 0)
            {
                if (slug.Length >= MaxLength)
                {
                    break;
                }

                slug.Append('-');
            }

            gap = false;
            slug.Append(Rune.ToLower(rune, CultureInfo.InvariantCulture).ToString());
            if (slug.Length >= 2 * MaxLength)
            {
                break;
            }
        }

        return slug.Length == 0 ? "task" : slug.ToString();
    }

    /// <summary>
    /// The slug without explanations: what stands in parentheses is left out when it is two words or more ("(istioctl or Helm)"),
    /// and kept when it is one, because then it usually tells two things apart ("(canary)").
    /// </summary>
    internal static string Short(string text)
    {
        var kept = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf('(', position);
            var close = open < 0 ? -1 : text.IndexOf(')', open);
            if (close < 0)
            {
                break;
            }

            kept.Append(text, position, open - position);
            var aside = text[(open + 1)..close];
            if (!Full(aside).Contains('-', StringComparison.Ordinal))
            {
                kept.Append(' ').Append(aside).Append(' ');
            }

            position = close + 1;
        }

        kept.Append(text, position, text.Length - position);
        var shortened = kept.ToString();
        return shortened.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? Full(shortened) : Full(text);
    }

    /// <summary>Whether <paramref name="slug"/> is <paramref name="prefix"/> or starts with it at the end of a word.</summary>
    internal static bool StartsWithWords(string slug, string prefix) =>
        slug.StartsWith(prefix, StringComparison.Ordinal) && (slug.Length == prefix.Length || slug[prefix.Length] == '-');
}
