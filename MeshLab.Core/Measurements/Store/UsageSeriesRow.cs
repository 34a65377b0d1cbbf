using MeshLab.Core.Measurements.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The dictionary of series: one row a container instance of a pod, or a node.</summary>
internal sealed class UsageSeriesRow
{
    public int Id { get; init; }

    public required string Cluster { get; init; }

    public required string Source { get; init; }

    public required Origin Origin { get; init; }

    public required UsageScope Scope { get; init; }

    public required string Node { get; init; }

    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    public required string PodUid { get; init; }

    public required string Container { get; init; }

    public required WorkloadClass Class { get; init; }

    public required string Mesh { get; init; }

    /// <summary>The group whose rollups hold the series' rollups; null until they do. It is wrong for a while when the class or mesh was corrected.</summary>
    public int? GroupId { get; init; }

    /// <summary>Start of the first sample.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>End of the last sample, kept up to date to a minute.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>What the container reserves, in cores, as last seen; null when its pod was never seen.</summary>
    public double? CpuRequestCores { get; init; }

    /// <summary>What the container reserves, in bytes, as last seen; null when its pod was never seen.</summary>
    public long? MemoryRequestBytes { get; init; }
}

internal sealed class UsageSeriesConfiguration : IEntityTypeConfiguration<UsageSeriesRow>
{
    public void Configure(EntityTypeBuilder<UsageSeriesRow> builder)
    {
        builder.ToTable("UsageSeries");
        builder.HasIndex(row => new { row.Cluster, row.Source, row.Origin, row.Node, row.PodUid, row.Container }).IsUnique();
        builder.HasIndex(row => new { row.Cluster, row.LastAt });
    }
}
