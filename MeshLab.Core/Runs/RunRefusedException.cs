namespace MeshLab.Core.Runs;

/// <summary>A run cannot be started or retried; the problems say why and what to do.</summary>
public sealed class RunRefusedException(IReadOnlyList<string> problems, Exception? innerException = null)
    : Exception(string.Join(Environment.NewLine, problems), innerException)
{
    /// <summary>Everything that is in the way, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
