using MeshLab.Core.Costs.Advice;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>What would cost less, with the figures that say so and the manifest that does it.</summary>
public sealed partial class AdvicePanel
{
    /// <summary>The advice, the largest savings first.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<CostAdvice> Advice { get; set; } = [];

    /// <summary>The currency of savings.</summary>
    [Parameter]
    [EditorRequired]
    public string Currency { get; set; } = "";
}
