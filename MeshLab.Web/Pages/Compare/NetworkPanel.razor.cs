using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>What load balancers and traffic cost, what of it is not known, and the person's own estimate for that.</summary>
public sealed partial class NetworkPanel
{
    /// <summary>The rows.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<VariantCost> Rows { get; set; } = [];

    /// <summary>The prices.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    /// <summary>The estimate.</summary>
    [Parameter]
    public TrafficEstimate Estimate { get; set; } = TrafficEstimate.None;

    /// <summary>Called with a new estimate.</summary>
    [Parameter]
    public EventCallback<TrafficEstimate> EstimateChanged { get; set; }

    private string Words(NetworkCost part)
    {
        var amount = part.Amount is not { } known ? "not known" : part.Share == CostShare.LoadBalancers ? $"{known:0.#}" : $"{Money.Number(known)} GB";
        return part.Amount is null or 0 ? amount : $"{amount}: {(part.Month is { } month ? Money.Text(month, Prices.Currency) : "price not known")}";
    }
}
