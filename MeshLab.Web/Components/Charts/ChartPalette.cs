namespace MeshLab.Web.Components.Charts;

/// <summary>The colours of a chart's own parts, which Plotly cannot take from CSS variables. They are those of the theme.</summary>
/// <param name="Text">Text of axes and legend.</param>
/// <param name="Grid">Grid lines.</param>
/// <param name="Surface">Behind a tooltip.</param>
/// <param name="Mark">Bands and marks.</param>
internal sealed record ChartPalette(string Text, string Grid, string Surface, string Mark)
{
    /// <summary>The palette of the theme in use.</summary>
    public static ChartPalette Of(bool dark) => dark
        ? new("#A9B7C2", "#27343F", "#1B2630", "#A9B8F6")
        : new("#4A5965", "#DAE2E7", "#FFFFFF", "#46589E");
}
