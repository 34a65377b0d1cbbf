using MeshLab.Web.Components.Charts;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">The name.</param>
/// <param name="Color">The colour.</param>
/// <param name="Dash"><c>block</c> for areas; <c>solid</c>, <c>dash</c> or <c>dot</c> for lines.</param>
public sealed record LegendEntry(string Name, string Color, string Dash = "block");

/// <summary>Where a chart's figures come from.</summary>
/// <param name="Text">In words.</param>
/// <param name="Href">The page that has it.</param>
public sealed record ChartSource(string Text, string Href);

/// <summary>A chart that can be taken away: as PNG or SVG with its title and origin, as CSV, and as a link to the page as it is.</summary>
public sealed partial class ChartPanel
{
    /// <summary>The id of its section, to link to.</summary>
    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What it shows.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>A line that goes with the image wherever it is taken: prices, basis, origin.</summary>
    [Parameter]
    public string Conditions { get; set; } = "";

    /// <summary>Whether simulated figures are among its own.</summary>
    [Parameter]
    public bool Simulated { get; set; }

    /// <summary>The traces. Give a new list for new data.</summary>
    [Parameter]
    [EditorRequired]
    public IList<ITrace> Data { get; set; } = [];

    /// <summary>The layout.</summary>
    [Parameter]
    [EditorRequired]
    public Plotly.Blazor.Layout Layout { get; set; } = new();

    /// <summary>What it shows, in words.</summary>
    [Parameter]
    [EditorRequired]
    public string Summary { get; set; } = "";

    /// <summary>Its figures.</summary>
    [Parameter]
    [EditorRequired]
    public ChartTable Table { get; set; } = ChartTable.Empty;

    /// <summary>The legend.</summary>
    [Parameter]
    public IReadOnlyList<LegendEntry> Legend { get; set; } = [];

    /// <summary>The height, in CSS pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 320;

    /// <summary>A line below the chart.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>Where its figures come from: the experiment, or the runs.</summary>
    [Parameter]
    public IReadOnlyList<ChartSource> Sources { get; set; } = [];

    /// <summary>The origin of its own figures, in a word or two.</summary>
    [Parameter]
    public string SourceOrigin { get; set; } = "";
}
