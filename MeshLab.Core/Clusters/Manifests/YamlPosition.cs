namespace MeshLab.Core.Clusters.Manifests;

/// <summary>A place in a YAML file.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
public readonly record struct YamlPosition(int Line, int Column);
