using MeshLab.Web.Layout;

namespace MeshLab.Web.Components.Charts;

/// <summary>The colours of a chart's own parts and the size of its text, which Plotly cannot take from CSS. They are those of the page.</summary>
/// <param name="Text">Text of axes and legend.</param>
/// <param name="Grid">Grid lines.</param>
/// <param name="Surface">Behind a tooltip.</param>
/// <param name="Mark">Bands and marks.</param>
/// <param name="Scale">How large the text is, as <see cref="ThemeState.TextScale"/>.</param>
internal sealed record ChartPalette(string Text, string Grid, string Surface, string Mark, double Scale)
{
    /// <summary>The palette of the theme in use; the light one where there is none.</summary>
    public static ChartPalette Of(ThemeState? theme) => theme?.IsDark ?? false
        ? new("#A9B7C2", "#27343F", "#1B2630", "#A9B8F6", theme.TextScale)
        : new("#4A5965", "#DAE2E7", "#FFFFFF", "#46589E", theme?.TextScale ?? 1);

    /// <summary>A length that grows with the text.</summary>
    /// <param name="pixels">CSS pixels where a rem has 16.</param>
    public int Px(int pixels) => (int)Math.Round(pixels * Scale);
}
