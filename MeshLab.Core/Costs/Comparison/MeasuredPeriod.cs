namespace MeshLab.Core.Costs.Comparison;

/// <summary>A stretch of time in which one variant was on a cluster.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Variant"><c>baseline</c>, <c>istio-sidecar</c>, <c>istio-ambient</c>, <c>linkerd</c> or <c>cilium</c>.</param>
/// <param name="HighAvailability">Whether its control plane was asked for with high availability.</param>
/// <param name="From">When its application and its mesh were both there.</param>
/// <param name="To">When it went away, or now.</param>
/// <param name="RunId">The run that put it there; 0 when it stood there already.</param>
/// <param name="Scenario">The scenario; empty when it stood there already.</param>
/// <param name="Loads">The load it was given; empty when that is not known.</param>
public sealed record MeasuredPeriod(
    string Cluster, string Variant, bool HighAvailability, DateTimeOffset From, DateTimeOffset To, long RunId, string Scenario, IReadOnlyList<LoadWindow> Loads)
{
    /// <summary>The measurement of an experiment that it is; null for the time of a run.</summary>
    public MeasuredCell? Cell { get; init; }
}

/// <summary>A stretch of steady load.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Calls">Calls from one service to another in it, all together.</param>
public sealed record LoadWindow(DateTimeOffset From, DateTimeOffset To, double Calls)
{
    /// <summary>Whether the calls are those that were asked for, because how many were made is not known.</summary>
    public bool Asked { get; init; }
}

/// <summary>The periods in which variants were on clusters. Implemented where runs and experiments are known.</summary>
public interface IMeasuredPeriods
{
    /// <summary>Periods that touch a stretch of time, the oldest first.</summary>
    Task<IReadOnlyList<MeasuredPeriod>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The experiments with measurements, the newest first.</summary>
    Task<IReadOnlyList<ExperimentChoice>> ListExperimentsAsync(CancellationToken cancellationToken);

    /// <summary>The measurements of an experiment; null when there is none with this number.</summary>
    Task<MeasuredExperiment?> GetExperimentAsync(long id, CancellationToken cancellationToken);
}
