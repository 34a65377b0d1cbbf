namespace MeshLab.Core.Runs;

/// <summary>What a check before a run came to.</summary>
public enum PreflightStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The run may start, but may run into something.</summary>
    Warning,

    /// <summary>The run cannot start.</summary>
    Problem,

    /// <summary>Not checked, for a reason that is told.</summary>
    Skipped,
}

/// <summary>One check before a run.</summary>
/// <param name="Name">What is checked, e.g. <c>Permissions</c>.</param>
/// <param name="Cluster">The target cluster; null for what concerns none or all.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Found">What was found, for people.</param>
/// <param name="Advice">What to do about it; null when there is nothing to do.</param>
public sealed record PreflightCheck(string Name, string? Cluster, PreflightStatus Status, string Found, string? Advice = null)
{
    /// <summary>What was found and what to do about it.</summary>
    public string Sentence => Advice is null ? Found : $"{Found} {Advice}";
}

/// <summary>What was looked at before anything changes.</summary>
/// <param name="Checks">The checks: those of the request first, then those of each cluster.</param>
public sealed record PreflightReport(IReadOnlyList<PreflightCheck> Checks)
{
    /// <summary>Whether the run may start.</summary>
    public bool Ready => Checks.All(check => check.Status != PreflightStatus.Problem);

    /// <summary>What keeps the run from starting, one sentence each, with what to do.</summary>
    public IReadOnlyList<string> Problems => [.. Checks.Where(check => check.Status == PreflightStatus.Problem).Select(check => check.Sentence)];
}
