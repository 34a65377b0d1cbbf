using System.Globalization;
using System.Text;

namespace MeshLab.Web.Components;

/// <summary>A piece of a log line with its CSS classes; empty for none.</summary>
/// <param name="Text">The text, without control characters.</param>
/// <param name="Classes">Space-separated classes such as <c>ansi-bold ansi-red</c>.</param>
public sealed record AnsiSpan(string Text, string Classes);

/// <summary>
/// Cuts a line with ANSI escape codes (ECMA-48) into spans. Colours become classes, never styles or markup; every other control
/// sequence, such as cursor movement or a hyperlink, is taken out, so that a log can neither inject HTML nor hide text.
/// </summary>
public static class AnsiText
{
    private const char Escape = '\u001b';

    private static readonly string[] Colors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    /// <summary>The spans of a line in order.</summary>
    public static IReadOnlyList<AnsiSpan> Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var spans = new List<AnsiSpan>();
        var text = new StringBuilder();
        var style = new AnsiStyle();
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == Escape)
            {
                Flush();
                index = Skip(line, index, ref style);
            }
            else if (line[index] == '\t' || !char.IsControl(line[index]))
            {
                text.Append(line[index]);
            }
        }

        Flush();
        return spans;

        void Flush()
        {
            if (text.Length > 0)
            {
                spans.Add(new AnsiSpan(text.ToString(), style.Classes));
                text.Clear();
            }
        }
    }

    /// <summary>The text without any escape code.</summary>
    public static string Plain(string line) => string.Concat(Parse(line).Select(span => span.Text));

    /// <summary>The index of the last character of the sequence that starts at <paramref name="start"/>; applies it when it is about style.</summary>
    private static int Skip(string line, int start, ref AnsiStyle style)
    {
        if (start + 1 >= line.Length)
        {
            return start;
        }

        if (line[start + 1] == ']')
        {
            // An operating system command ends with BEL or ESC \.
            for (var end = start + 2; end < line.Length; end++)
            {
                if (line[end] == '\a')
                {
                    return end;
                }

                if (line[end] == Escape && end + 1 < line.Length && line[end + 1] == '\\')
                {
                    return end + 1;
                }
            }

            return line.Length - 1;
        }

        if (line[start + 1] != '[')
        {
            return start + 1;
        }

        var last = start + 2;
        while (last < line.Length && line[last] is >= ' ' and <= '?')
        {
            last++;
        }

        if (last < line.Length && line[last] == 'm')
        {
            style = style.Apply(line[(start + 2)..last]);
        }

        return Math.Min(last, line.Length - 1);
    }

    private readonly record struct AnsiStyle(bool Bold, bool Dim, bool Italic, bool Underline, string? Foreground, string? Background)
    {
        public string Classes => string.Join(' ', new[]
        {
            Bold ? "ansi-bold" : null,
            Dim ? "ansi-dim" : null,
            Italic ? "ansi-italic" : null,
            Underline ? "ansi-underline" : null,
            Foreground is null ? null : $"ansi-{Foreground}",
            Background is null ? null : $"ansi-bg-{Background}",
        }.Where(one => one is not null));

        public AnsiStyle Apply(string parameters)
        {
            var style = this;
            var codes = parameters.Split(';', ':').Select(one => int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0).ToArray();
            for (var index = 0; index < codes.Length; index++)
            {
                var code = codes[index];
                if (code is 38 or 48)
                {
                    // 256 colours: the first sixteen are the named ones. True colours are left out: a log is readable in both themes only with its own.
                    var indexed = index + 2 < codes.Length && codes[index + 1] == 5;
                    var name = indexed ? Indexed(codes[index + 2]) : null;
                    style = code == 38 ? style with { Foreground = name } : style with { Background = name };
                    index += indexed ? 2 : 4;
                    continue;
                }

                style = code switch
                {
                    0 => default,
                    1 => style with { Bold = true },
                    2 => style with { Dim = true },
                    3 => style with { Italic = true },
                    4 => style with { Underline = true },
                    22 => style with { Bold = false, Dim = false },
                    23 => style with { Italic = false },
                    24 => style with { Underline = false },
                    >= 30 and <= 37 => style with { Foreground = Colors[code - 30] },
                    39 => style with { Foreground = null },
                    >= 40 and <= 47 => style with { Background = Colors[code - 40] },
                    49 => style with { Background = null },
                    >= 90 and <= 97 => style with { Foreground = Colors[code - 90] },
                    >= 100 and <= 107 => style with { Background = Colors[code - 100] },
                    _ => style,
                };
            }

            return style;
        }

        private static string? Indexed(int color) => color is >= 0 and < 16 ? Colors[color % 8] : null;
    }
}
