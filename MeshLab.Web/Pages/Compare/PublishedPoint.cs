using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;

namespace MeshLab.Web.Pages.Compare;

/// <summary>A published latency, laid over measured ones: what a mesh added elsewhere, on top of this experiment's own baseline.</summary>
/// <param name="Figure">The published figure.</param>
/// <param name="Percentile">The percentile, 0 to 100.</param>
/// <param name="Added">What it added, in milliseconds.</param>
/// <param name="Milliseconds">The measured baseline's mean at that percentile and what was added.</param>
internal sealed record PublishedPoint(PublishedLatency Figure, double Percentile, double Added, double Milliseconds)
{
    /// <summary>The points of the meshes that were measured, where the baseline was measured as well; none otherwise, because a difference alone has no place on the axis.</summary>
    public static IReadOnlyList<PublishedPoint> Of(IReadOnlyList<LatencyCurve> curves)
    {
        var baseline = curves.FirstOrDefault(curve => curve.Variant == "baseline")?.Points.ToDictionary(point => point.Percentile, point => point.Milliseconds.Mean);
        return baseline is null ? [] :
        [
            .. curves.Select(curve => curve.Variant).Distinct().Select(PublishedLatencies.Of).OfType<PublishedLatency>()
                .SelectMany(figure => figure.Added.Where(added => baseline.ContainsKey(added.Key)).Select(added => new PublishedPoint(figure, added.Key, added.Value, baseline[added.Key] + added.Value))),
        ];
    }
}
