using System.Buffers;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Titles without Markdown, where only text fits.</summary>
internal static class PlainTitle
{
    private static readonly SearchValues<char> _marks = SearchValues.Create("*_`[]<>\\!&~#:/@");

    /// <summary>Whether a title may hold Markdown at all; most do not, and rendering it is most of the work of a row.</summary>
    internal static bool HasMarks(string title) => title.AsSpan().ContainsAny(_marks);

    /// <summary>The title without the marks that titles commonly use.</summary>
    internal static string Of(string title) => title.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).TrimEnd(':');
}
