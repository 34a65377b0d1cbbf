namespace MeshLab.Core.Runs;

/// <summary>How long an earlier run took, and when in it each step began and ended.</summary>
/// <param name="Total">From its first start to its end.</param>
/// <param name="Steps">By step id, both counted from the run's start.</param>
public sealed record PastRun(TimeSpan Total, IReadOnlyDictionary<string, (TimeSpan Begin, TimeSpan End)> Steps);
