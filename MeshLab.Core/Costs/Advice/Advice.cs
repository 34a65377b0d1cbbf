using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Advice;

/// <summary>Something that would cost less, with the figures that say so and the manifest that does it.</summary>
/// <param name="Kind">What it is about, e.g. <c>sidecar-requests</c>.</param>
/// <param name="Title">What to do, in a line.</param>
/// <param name="Why">The figures behind it.</param>
/// <param name="SavesMonth">What it saves a month, in the price book's currency; null when that is not known before it is measured.</param>
/// <param name="SavesBasis">How <paramref name="SavesMonth"/> was reached, or why it is not known.</param>
/// <param name="Manifest">YAML for kubectl or helm, with a comment that says for which.</param>
/// <param name="Caution">What to look at first.</param>
/// <param name="Row">The row of the comparison it comes from, e.g. <c>istio-sidecar on lab</c>.</param>
/// <param name="Origin">Where its figures come from.</param>
public sealed record CostAdvice(string Kind, string Title, string Why, double? SavesMonth, string SavesBasis, string Manifest, string Caution, string Row, Origin Origin);
