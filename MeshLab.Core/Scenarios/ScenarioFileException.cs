namespace MeshLab.Core.Scenarios;

/// <summary>A path of a scenario cannot be used; the message says why.</summary>
public sealed class ScenarioFileException(string message) : Exception(message);
