namespace MeshLab.Core.Measurements;

/// <summary>The clusters to sample: those with a scenario on them. Implemented where runs are known.</summary>
public interface ISamplingTargets
{
    /// <summary>Names of the clusters.</summary>
    Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken);
}
