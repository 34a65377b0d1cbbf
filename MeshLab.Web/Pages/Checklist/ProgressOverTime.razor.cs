using System.Globalization;
using MeshLab.Core.Roadmap;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Done and verified tasks over time, to be taken away as any chart. It is drawn when it is asked for: the library for charts is large.</summary>
public sealed partial class ProgressOverTime
{
    /// <summary>The id of the chart, to link to.</summary>
    internal const string ChartId = "progress";

    private bool _open;
    private bool _drawn;
    private bool _asked;
    private (ProgressCurve Curve, ThemeState? Theme)? _plotted;
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();

    /// <summary>What to draw.</summary>
    [Parameter]
    [EditorRequired]
    public required ProgressCurve Curve { get; set; }

    /// <summary>The name of the roadmap.</summary>
    [Parameter]
    [EditorRequired]
    public string Roadmap { get; set; } = RoadmapImports.Shipped;

    /// <summary>Whether an address leads to the chart.</summary>
    [Parameter]
    public bool Asked { get; set; }

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <summary>The clock: the chart ends now.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    private string Title => Roadmap == RoadmapImports.Shipped ? "Tasks done over time" : $"Tasks done over time in {Roadmap}";

    private string Address => Roadmap == RoadmapImports.Shipped ? "/checklist" : $"/checklist?roadmap={Uri.EscapeDataString(Roadmap)}";

    private string Conditions => string.Create(CultureInfo.InvariantCulture, $"{Curve.Points[^1].Done} of {Curve.Total} tasks done, {Curve.Points[^1].Verified} verified by runs");

    private string Summary => $"{Title}. {Conditions}. {(Curve.FromFile > 0 ? $"{ProgressTable.Ticked(Curve.FromFile)} in the Markdown before. " : "")}Take the figures away as CSV.";

    private string LastWeek => $"{Curve.DoneSince(Clock.GetUtcNow().AddDays(-7))} done in the last seven days.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Asked && !_asked)
        {
            (_asked, _open, _drawn) = (true, true, true);
        }

        Plot();
    }

    private void Toggle()
    {
        (_open, _drawn) = (!_open, true);
        Plot();
    }

    private void Plot()
    {
        if (_drawn && _plotted != (Curve, Theme))
        {
            _plotted = (Curve, Theme);
            (_data, _layout) = ProgressPlot.Of(Curve, Clock.GetUtcNow(), ChartPalette.Of(Theme));
        }
    }
}
