using MeshLab.Core.Measurements;
using MeshLab.Web.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>The figures behind the bars.</summary>
public sealed partial class UsageTable
{
    private UsageUnit _cpu = new("cores", 1);
    private UsageUnit _memory = new("MiB", 1L << 20);
    private double _cpuOfAll;
    private double _memoryOfAll;

    /// <summary>What each class used.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ClassUsage> Classes { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _cpu = UsageUnit.For(Metric.Cpu, Classes.Select(usage => usage.CpuCores));
        _memory = UsageUnit.For(Metric.Memory, Classes.Select(usage => usage.MemoryBytes));
        _cpuOfAll = Classes.Sum(usage => usage.CpuCores);
        _memoryOfAll = Classes.Sum(usage => usage.MemoryBytes);
    }

    private static string Share(double part, double all) => all > 0 ? $"{100 * part / all:0.0} %" : "–";
}
