using MeshLab.Core.Measurements;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;

namespace MeshLab.Web.Components.Charts;

/// <summary>Figures side by side: one horizontal bar each, with its figure written at its end. Give the same figures as a table beside it.</summary>
public sealed partial class BarChart
{
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private string _summary = "";

    /// <summary>What the chart shows.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The metric, which gives the unit.</summary>
    [Parameter]
    [EditorRequired]
    public Metric Metric { get; set; }

    /// <summary>The bars, the topmost first.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChartBar> Bars { get; set; } = [];

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var palette = ChartPalette.Of(Theme);
        var unit = UsageUnit.For(Metric, Bars.Select(bar => bar.Value));
        _summary = $"{Title}: {string.Join(", ", Bars.Select(bar => $"{bar.Name} {unit.Text(bar.Value)}"))}.";
        _data =
        [
            new Bar
            {
                Orientation = Plotly.Blazor.Traces.BarLib.OrientationEnum.H,
                // Plotly draws the first at the bottom.
                Y = [.. Bars.Reverse().Select(bar => (object)PlotStyle.Text(bar.Name))],
                X = [.. Bars.Reverse().Select(bar => (object)unit.Of(bar.Value))],
                TextArray = [.. Bars.Reverse().Select(bar => unit.Text(bar.Value))],
                TextPosition = Plotly.Blazor.Traces.BarLib.TextPositionEnum.Outside,
                ClipOnAxis = false,
                HoverTemplate = "%{y}: %{text}<extra></extra>",
                Marker = new Plotly.Blazor.Traces.BarLib.Marker { ColorArray = [.. Bars.Reverse().Select(bar => (object)bar.Color)] },
            },
        ];
        _layout = PlotStyle.Layout(palette, "");
        _layout.Margin = PlotStyle.Margin(palette, 8, 12, 6, 40);
        _layout.ShowLegend = false;
        _layout.BarGap = 0.35m;
        _layout.XAxis = [PlotStyle.AmountAcross(palette, unit.Name)];
        _layout.XAxis[0].Range = [0.0, RoomForText(unit)];
        _layout.YAxis = [new YAxis { AutoMargin = Plotly.Blazor.LayoutLib.YAxisLib.AutoMarginFlag.True, FixedRange = true, TickLen = 6 }];
    }

    /// <summary>The axis ends a quarter beyond the longest bar, where its figure stands.</summary>
    private double RoomForText(UsageUnit unit) => Math.Max(1e-9, unit.Of(Bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max()) * 1.45);
}
