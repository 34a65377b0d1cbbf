using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>The run that has a cluster to itself. The key keeps two runs from holding one cluster.</summary>
internal sealed class ClusterLeaseRow
{
    public required string Cluster { get; set; }

    public long RunId { get; set; }

    public DateTimeOffset TakenAt { get; set; }
}

internal sealed class ClusterLeaseRowConfiguration : IEntityTypeConfiguration<ClusterLeaseRow>
{
    public void Configure(EntityTypeBuilder<ClusterLeaseRow> builder)
    {
        builder.ToTable("ClusterLeases");
        builder.HasKey(lease => lease.Cluster);
        builder.HasOne<RunRow>().WithMany().HasForeignKey(lease => lease.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
