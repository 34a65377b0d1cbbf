using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>The mesh's share of CPU and memory as a figure and two bars.</summary>
public sealed partial class MeshShareFigure
{
    /// <summary>What to show.</summary>
    [Parameter]
    [EditorRequired]
    public required MeshShare Share { get; set; }

    private IEnumerable<(string Name, double Part, string Mesh, string App)> Bars =>
    [
        ("CPU", Share.Cpu, UsageText.Cores(Share.MeshCpu), UsageText.Cores(Share.AppCpu)),
        ("Memory", Share.Memory, UsageText.Bytes(Share.MeshMemory), UsageText.Bytes(Share.AppMemory)),
    ];

    private static string Percent(double part) => part is > 0 and < 0.01 ? "<1 %" : $"{Math.Round(part * 100):0} %";
}
