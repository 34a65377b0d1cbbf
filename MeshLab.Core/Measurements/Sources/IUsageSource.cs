using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>Something that tells what the containers and nodes of one cluster use. Each source is a series of its own and never added to another.</summary>
internal interface IUsageSource
{
    /// <summary>Its name in series and answers.</summary>
    string Name { get; }

    /// <summary>Reads the whole cluster once.</summary>
    /// <exception cref="ClusterException">It did not answer, or its answer makes no sense.</exception>
    Task<UsageReading> ReadAsync(ClusterClient client, CancellationToken cancellationToken);
}
