namespace MeshLab.Core.Storage.Processes;

/// <summary>
/// Another process has taken over what this one was doing, because this one did not say for too long that it is alive. Whatever it was
/// about to write must not be written.
/// </summary>
public sealed class LeaseLostException(string what) : Exception($"Another MeshLab process has taken over {what}.");
