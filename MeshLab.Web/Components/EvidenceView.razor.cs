using System.Globalization;
using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>What a verification found, in the form it has: numbers as figures, a resource as the part that was checked, and the line of the log that says it.</summary>
public sealed partial class EvidenceView
{
    /// <summary>The evidence.</summary>
    [Parameter]
    [EditorRequired]
    public required StepEvidence Evidence { get; set; }

    /// <summary>The run that found it.</summary>
    [Parameter]
    [EditorRequired]
    public long RunId { get; set; }

    /// <summary>Whether the object, or the output where it says more than the figures, is shown without a click.</summary>
    [Parameter]
    public bool Open { get; set; }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,0" : "0.####", CultureInfo.InvariantCulture);

    private static string Unit(EvidenceFigure figure) => figure.Unit.Length == 0 ? "" : $"\u00A0{figure.Unit}";

    private static string? Bounds(EvidenceFigure figure) => figure switch
    {
        { Min: { } min, Max: { } max } => $"{Number(min)} to {Number(max)}{Unit(figure)}",
        { Min: { } min } => $"at least {Number(min)}{Unit(figure)}",
        { Max: { } max } => $"at most {Number(max)}{Unit(figure)}",
        _ => null,
    };
}
