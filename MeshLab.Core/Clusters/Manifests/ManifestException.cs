namespace MeshLab.Core.Clusters.Manifests;

/// <summary>A YAML file cannot be used; the problems say where and why, all of them.</summary>
public sealed class ManifestException(IReadOnlyList<ManifestProblem> problems, Exception? inner = null)
    : Exception(string.Join(Environment.NewLine, problems), inner)
{
    /// <summary>Everything that is wrong, in the order of the file. Never empty.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; } = problems;
}
