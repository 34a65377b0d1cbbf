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
}
