namespace MeshLab.Core.Measurements;

/// <summary>What the classes of a cluster used on average over a range.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="From">The start of the range.</param>
/// <param name="To">The end of the range.</param>
/// <param name="Observed">How much of the range was observed.</param>
/// <param name="Classes">One entry a class and origin that has figures, in the order of <see cref="WorkloadClass"/>.</param>
public sealed record MeasurementSummary(string Cluster, DateTimeOffset From, DateTimeOffset To, TimeSpan Observed, IReadOnlyList<ClassUsage> Classes)
{
    /// <summary>The summary of series by class that were queried already, of the same cluster, range and points.</summary>
    public static MeasurementSummary Of(string cluster, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<Series> cpu, IReadOnlyList<Series> memory)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(memory);
        var all = cpu.Concat(memory).ToList();
        var gaps = all.SelectMany(series => series.Points).Where(point => point.Value is null).Select(point => point.Time).ToHashSet();
        var observed = all.SelectMany(series => series.Points).Select(point => point.Time).Where(time => !gaps.Contains(time)).ToHashSet();
        var classes = all
            .Select(series => (Class: Enum.Parse<WorkloadClass>(series.Key), series.Origin, series.Source))
            .Distinct()
            .OrderBy(key => key.Class).ThenBy(key => key.Origin)
            .Select(key => new ClassUsage(key.Class, key.Origin, key.Source, Mean(cpu, key), Mean(memory, key)));
        return new(cluster, from, to, TimeSpan.FromSeconds(observed.Count * (all.FirstOrDefault()?.StepSeconds ?? 0)), [.. classes]);

        double Mean(IReadOnlyList<Series> of, (WorkloadClass Class, Origin Origin, string Source) key) => observed.Count == 0 ? 0 : of
            .Where(series => series.Key == key.Class.ToString() && series.Origin == key.Origin && series.Source == key.Source)
            .SelectMany(series => series.Points)
            .Where(point => observed.Contains(point.Time))
            .Sum(point => point.Value ?? 0) / observed.Count;
    }
}

/// <summary>What one class used on average.</summary>
/// <param name="Class">The class.</param>
/// <param name="Origin">Where the figures come from.</param>
/// <param name="Source">The source they were read from.</param>
/// <param name="CpuCores">CPU, in cores.</param>
/// <param name="MemoryBytes">Working-set memory, in bytes.</param>
public sealed record ClassUsage(WorkloadClass Class, Origin Origin, string Source, double CpuCores, double MemoryBytes);
