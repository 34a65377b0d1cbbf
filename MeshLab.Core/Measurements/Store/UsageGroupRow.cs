using MeshLab.Core.Measurements.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The series that a chart by class, mesh or node adds up: those of one node, class and mesh, from one source and of one origin.</summary>
internal sealed class UsageGroupRow
{
    public int Id { get; init; }

    public required string Cluster { get; init; }

    public required string Source { get; init; }

    public required Origin Origin { get; init; }

    public required UsageScope Scope { get; init; }

    public required string Node { get; init; }

    public required WorkloadClass Class { get; init; }

    public required string Mesh { get; init; }
}

internal sealed class UsageGroupConfiguration : IEntityTypeConfiguration<UsageGroupRow>
{
    public void Configure(EntityTypeBuilder<UsageGroupRow> builder)
    {
        builder.ToTable("UsageGroups");
        builder.HasIndex(row => new { row.Cluster, row.Source, row.Origin, row.Scope, row.Node, row.Class, row.Mesh }).IsUnique();
    }
}
