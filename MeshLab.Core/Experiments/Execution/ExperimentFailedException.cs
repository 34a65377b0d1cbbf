namespace MeshLab.Core.Experiments.Execution;

/// <summary>An experiment cannot go on; the message says what failed and what to do.</summary>
internal sealed class ExperimentFailedException(string message, Exception? inner = null) : Exception(message, inner);
