namespace MeshLab.Core.Scenarios;

/// <summary>Scenarios, or their problems, changed: read the catalogue again.</summary>
public sealed record ScenariosChanged;
