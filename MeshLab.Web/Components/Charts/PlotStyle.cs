using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;

namespace MeshLab.Web.Components.Charts;

/// <summary>What all plots have in common.</summary>
internal static class PlotStyle
{
    public const string FontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

    /// <summary>A layout without axes: transparent, in the theme's colours. The revision keeps a person's zoom while data flows in.</summary>
    public static Plotly.Blazor.Layout Layout(ChartPalette palette, string revision) => new()
    {
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        UiRevision = revision,
        Font = new Font { Family = FontFamily, Size = palette.Px(12), Color = palette.Text },
        HoverLabel = new HoverLabel
        {
            BgColor = palette.Surface,
            BorderColor = palette.Grid,
            Font = new Plotly.Blazor.LayoutLib.HoverLabelLib.Font { Family = FontFamily, Size = palette.Px(12), Color = palette.Text },
        },
    };

    /// <summary>Room around a plot for its text, in CSS pixels where a rem has 16.</summary>
    public static Margin Margin(ChartPalette palette, int left, int right, int top, int bottom) =>
        new() { L = palette.Px(left), R = palette.Px(right), T = palette.Px(top), B = palette.Px(bottom) };

    /// <summary>An axis of instants in UTC.</summary>
    public static XAxis TimeAxis(ChartPalette palette, DateTimeOffset from, DateTimeOffset to, string hover) => new()
    {
        Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
        Range = [Instant(from), Instant(to)],
        GridColor = palette.Grid,
        LineColor = palette.Grid,
        HoverFormat = hover,
        Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "Time (UTC)", Standoff = 6 },
    };

    /// <summary>An axis of amounts to the right, from zero.</summary>
    public static XAxis AmountAcross(ChartPalette palette, string title) => new()
    {
        RangeMode = Plotly.Blazor.LayoutLib.XAxisLib.RangeModeEnum.ToZero,
        GridColor = palette.Grid,
        ZeroLineColor = palette.Grid,
        FixedRange = true,
        Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = title, Standoff = 4 },
    };

    /// <summary>An axis of amounts upwards, from zero; without a title where the chart's own says what is counted.</summary>
    public static YAxis AmountUp(ChartPalette palette, string? title = null) => new()
    {
        RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero,
        GridColor = palette.Grid,
        ZeroLineColor = palette.Grid,
        FixedRange = true,
        Title = title is null ? null : new Plotly.Blazor.LayoutLib.YAxisLib.Title { Text = title, Standoff = 8 },
    };

    /// <summary>A name as Plotly is to write it: Plotly reads a little HTML, links among it, and names are text.</summary>
    public static string Text(string name) => System.Net.WebUtility.HtmlEncode(name);

    /// <summary>An instant as Plotly reads it. Plotly knows no time zones and shows what it is given: UTC.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff");
}
