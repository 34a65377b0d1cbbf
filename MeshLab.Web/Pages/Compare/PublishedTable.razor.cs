using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>The published figures and the prices in use, each with its source.</summary>
public sealed partial class PublishedTable
{
    /// <summary>The prices in use.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    private static string Added(PublishedLatency figure, double percentile) =>
        figure.Added.TryGetValue(percentile, out var milliseconds) ? $"{CostPlots.Number(milliseconds, "0.###")} ms" : "–";
}
