using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;

namespace MeshLab.Web.Components.Charts;

/// <summary>
/// Draws with Plotly. New data is drawn into the plot that is there, without flicker, and a zoom stays. For those who cannot see
/// it, the plot is one image with a summary, followed by its figures as text.
/// </summary>
public sealed partial class PlotFrame
{
    private readonly Config _config = new() { Responsive = true, DisplayModeBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum.False, DisplayLogo = false, ShowTips = false };
    private PlotlyChart? _chart;
    private IList<ITrace>? _drawn;
    private bool _ready;

    /// <summary>The traces. Give a new list for new data.</summary>
    [Parameter]
    [EditorRequired]
    public IList<ITrace> Data { get; set; } = [];

    /// <summary>The layout.</summary>
    [Parameter]
    [EditorRequired]
    public Plotly.Blazor.Layout Layout { get; set; } = new();

    /// <summary>What the chart shows, in one or two sentences.</summary>
    [Parameter]
    [EditorRequired]
    public string Summary { get; set; } = "";

    /// <summary>The height, in CSS pixels where a rem has 16; it grows with the text.</summary>
    [Parameter]
    public int Height { get; set; } = 320;

    /// <summary>The figures as text or a table, for screen readers.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string RemText => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Height / 16.0}rem");

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_ready && !ReferenceEquals(_drawn, Data))
        {
            await DrawAsync();
        }
    }

    /// <summary>The plot is there with the data of its first rendering; what came meanwhile is drawn by the next one.</summary>
    private void OnDrawn()
    {
        _ready = true;
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task DrawAsync()
    {
        _drawn = Data;
        try
        {
            await _chart!.React();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone.
        }
    }
}
