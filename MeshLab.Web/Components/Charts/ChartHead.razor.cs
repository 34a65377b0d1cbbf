using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace MeshLab.Web.Components.Charts;

/// <summary>
/// The head of a chart, with what lets it be taken away: as PNG or SVG with its title and origin, as CSV, and as a link to it. The element with the id of
/// <see cref="Id"/> has to hold both this and the plot.
/// </summary>
public sealed partial class ChartHead
{
    private string _said = "";
    private MudMenu? _menu;

    /// <summary>The id of the element that holds the chart, to link to.</summary>
    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What the chart shows; it goes with the image.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The heading, where it is shorter than the title.</summary>
    [Parameter]
    public string? Heading { get; set; }

    /// <summary>Whether it is a heading of the third level.</summary>
    [Parameter]
    public bool Small { get; set; }

    /// <summary>A line that goes with the image wherever it is taken: prices, basis, origin.</summary>
    [Parameter]
    public string Conditions { get; set; } = "";

    /// <summary>Whether simulated figures are among the chart's own.</summary>
    [Parameter]
    public bool Simulated { get; set; }

    /// <summary>Gives the chart's figures.</summary>
    [Parameter]
    [EditorRequired]
    public Func<ChartTable> Table { get; set; } = () => ChartTable.Empty;

    /// <summary>The address within MeshLab that shows the same figures at any time; null when the page's own does.</summary>
    [Parameter]
    public string? Address { get; set; }

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
        var title = $"{PlotStyle.Text(Title)}{(Simulated ? " (simulated)" : "")}<br><span style=\"font-size:11px\">{PlotStyle.Text(Conditions)}</span>";
        if (!await module.InvokeAsync<bool>("saveImage", Id, format, title, FileName))
        {
            Say("The chart is not drawn yet; try again in a moment.", Severity.Warning);
        }
    }

    private async Task SaveCsvAsync()
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/chart-export.js");
        await module.InvokeVoidAsync("saveText", Table().Csv(), $"{FileName}.csv", "text/csv;charset=utf-8");
    }

    private async Task CopyLinkAsync()
    {
        var address = Navigation.ToAbsoluteUri(Address ?? Navigation.Uri).GetLeftPart(UriPartial.Query) + "#" + Id;
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
