using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>The runs that charts mark, in words.</summary>
public sealed partial class RunList
{
    /// <summary>The runs.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Run> Runs { get; set; } = [];

    /// <summary>The cluster whose steps are listed.</summary>
    [Parameter]
    [EditorRequired]
    public string Cluster { get; set; } = "";

    private static string Time(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("HH:mm:ss") ?? "";
}
