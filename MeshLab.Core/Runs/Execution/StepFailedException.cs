namespace MeshLab.Core.Runs.Execution;

/// <summary>A step did not do what it should; the message says what and, where that is known, what to do.</summary>
internal sealed class StepFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another attempt could end otherwise.</summary>
    public bool Retryable { get; init; } = true;
}
