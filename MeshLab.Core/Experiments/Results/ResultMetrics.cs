using MeshLab.Core.Measurements;

namespace MeshLab.Core.Experiments.Results;

/// <summary>The figures of a measurement that are averaged and compared, by name.</summary>
public static class ResultMetrics
{
    /// <summary>The rate that was reached.</summary>
    public const string Rate = "achievedQps";

    private static readonly WorkloadClass[] _mesh = [WorkloadClass.Proxy, WorkloadClass.NodeAgent, WorkloadClass.Gateway, WorkloadClass.ControlPlane];

    private static readonly (string Name, WorkloadClass[] Classes)[] _groups =
    [
        ("app", [WorkloadClass.App]),
        ("proxy", [WorkloadClass.Proxy]),
        ("nodeAgent", [WorkloadClass.NodeAgent]),
        ("gateway", [WorkloadClass.Gateway]),
        ("controlPlane", [WorkloadClass.ControlPlane]),
        ("mesh", _mesh),
    ];

    /// <summary>All of them: name, unit, and how to read it from figures; null where it is unknown.</summary>
    public static IReadOnlyList<(string Name, string Unit, Func<TrialFigures, double?> Read)> All { get; } =
    [
        .. new[] { "50", "75", "90", "95", "99", "99.9" }.Select(percentile => ($"p{percentile}", "ms", (Func<TrialFigures, double?>)(figures => figures.Percentiles.TryGetValue(percentile, out var value) ? value : null))),
        ("mean", "ms", figures => figures.Requests > 0 ? figures.MeanMs : null),
        (Rate, "1/s", figures => figures.AchievedQps),
        .. _groups.Select(group => ($"cpu.{group.Name}", "cores", (Func<TrialFigures, double?>)(figures => Usage(figures, group.Classes, one => one.CpuCores)))),
        ("cpu.node", "cores", figures => KnowsUsage(figures) ? figures.NodeCpuCores : null),
        .. _groups.Select(group => ($"memory.{group.Name}", "bytes", (Func<TrialFigures, double?>)(figures => Usage(figures, group.Classes, one => one.MemoryBytes)))),
        ("memory.node", "bytes", figures => KnowsUsage(figures) ? figures.NodeMemoryBytes : null),
    ];

    /// <summary>Whether the figures' CPU and memory are fit to be averaged.</summary>
    internal static bool KnowsUsage(TrialFigures figures) => figures.Source is not null && !figures.Flags.Contains(TrialFlag.UsageIncomplete);

    /// <summary>A class without containers uses nothing, so that a baseline can be compared with a mesh.</summary>
    private static double? Usage(TrialFigures figures, WorkloadClass[] classes, Func<ClassFigures, double?> of) =>
        KnowsUsage(figures) ? figures.Usage.Where(one => classes.Contains(one.Class)).Sum(one => of(one) ?? 0) : null;
}
