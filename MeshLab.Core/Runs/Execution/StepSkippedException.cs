namespace MeshLab.Core.Runs.Execution;

/// <summary>A step has nothing to do here, for a reason that a person should read.</summary>
internal sealed class StepSkippedException(string reason) : Exception(reason);
