using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>The figures behind a chart: for screen readers, and as CSV.</summary>
/// <param name="Headers">The columns; units are part of their names.</param>
/// <param name="Rows">The rows.</param>
public sealed record ChartTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>No figures.</summary>
    public static readonly ChartTable Empty = new([], []);

    /// <summary>As CSV (RFC 4180).</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Headers))
        {
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Field(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

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
    private string _said = "";
    private MudMenu? _menu;

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

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    /// <summary>The address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; set; }

    private string FileName => $"meshlab-{Id}";

    /// <summary>Closes the menu, and gives the focus back to its button.</summary>
    private async Task CloseOnEscapeAsync(KeyboardEventArgs key)
    {
        if (key.Key != "Escape" || _menu is not { } menu)
        {
            return;
        }

        await menu.CloseMenuAsync();
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/chart-export.js");
        await module.InvokeVoidAsync("focusMenu", Id);
    }

    private async Task SaveImageAsync(string format)
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/chart-export.js");
        var title = $"{Title}{(Simulated ? " (simulated)" : "")}<br><span style=\"font-size:11px\">{System.Net.WebUtility.HtmlEncode(Conditions)}</span>";
        if (!await module.InvokeAsync<bool>("saveImage", Id, format, title, FileName))
        {
            Say("The chart is not drawn yet; try again in a moment.", Severity.Warning);
        }
    }

    private async Task SaveCsvAsync()
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/chart-export.js");
        await module.InvokeVoidAsync("saveText", Table.Csv(), $"{FileName}.csv", "text/csv;charset=utf-8");
    }

    private async Task CopyLinkAsync()
    {
        var address = Navigation.ToAbsoluteUri(Navigation.Uri).GetLeftPart(UriPartial.Query) + "#" + Id;
        await using var clipboard = await Js.InvokeAsync<IJSObjectReference>("import", "./js/clipboard.js");
        if (await clipboard.InvokeAsync<bool>("copy", address))
        {
            Say("Link copied.", Severity.Success);
        }
        else
        {
            Say($"The browser does not allow copying. The link: {address}", Severity.Info);
        }
    }

    private void Say(string text, Severity severity)
    {
        _said = text;
        Snackbar.Add(text, severity);
    }
}
