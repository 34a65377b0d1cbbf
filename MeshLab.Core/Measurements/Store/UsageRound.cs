using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Store;

/// <summary>What one round of sampling adds to the store.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Origin">Measured or simulated.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Classes">The class of each container among them; containers missing here count as <see cref="WorkloadClass.Other"/>.</param>
internal sealed record UsageRound(
    string Cluster,
    string Source,
    Origin Origin,
    IReadOnlyList<UsageSample> Samples,
    IReadOnlyDictionary<UsageSubject, ContainerClass> Classes);
