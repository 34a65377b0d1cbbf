using System.Globalization;
using MeshLab.Core.Costs.Comparison;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Where the figures of the page come from when they are an experiment's, and what is in none of them.</summary>
public sealed partial class ExperimentOrigin
{
    private IReadOnlyList<LeftOutCell> _leftOut = [];

    /// <summary>The experiment.</summary>
    [Parameter]
    [EditorRequired]
    public MeasuredExperiment Experiment { get; set; } = null!;

    /// <summary>The load that is shown.</summary>
    [Parameter]
    [EditorRequired]
    public CellLoad Load { get; set; } = null!;

    /// <summary>The rows that are shown.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<VariantCost> Rows { get; set; } = [];

    private string Words
    {
        get
        {
            var repetitions = Rows.Select(row => row.Periods.Count).DefaultIfEmpty(0).ToList();
            var counted = repetitions.Min() == repetitions.Max() ? $"{repetitions.Max()}" : $"{repetitions.Min()} to {repetitions.Max()}";
            return string.Create(CultureInfo.InvariantCulture, $"{Load.Qps:0.###} requests a second over {Load.Connections} connections for {Load.Duration.TotalSeconds:0.#} s, {counted} {(counted == "1" ? "repetition" : "repetitions")} of each variant. Whiskers and ranges in brackets are 95 % confidence intervals of the mean over repetitions, by bootstrap; with fewer than five repetitions they give an impression and no more. The experiment's own page has the tests.");
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _leftOut = [.. Experiment.LeftOut.Where(cell => cell.Load == Load)];
}
