using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>What a group's series used together in ten minutes or an hour: the sums of their rollups, so that a chart reads no more rows for a hundred pods than for ten.</summary>
internal sealed class UsageGroupRollupRow
{
    public required int GroupId { get; init; }

    /// <summary>10 or 60.</summary>
    public required int WidthMinutes { get; init; }

    /// <summary>Widths since the Unix epoch.</summary>
    public required int Bucket { get; init; }

    /// <summary>How much of the bucket the group's node was observed, in milliseconds, as in <see cref="UsageRollupRow.NodeCoveredMs"/>.</summary>
    public required int NodeCoveredMs { get; init; }

    /// <summary>CPU used, in core-milliseconds.</summary>
    public double? CpuCoreMs { get; init; }

    /// <summary>The working sets, in byte-milliseconds.</summary>
    public double? MemoryByteMs { get; init; }
}

internal sealed class UsageGroupRollupConfiguration : IEntityTypeConfiguration<UsageGroupRollupRow>
{
    public void Configure(EntityTypeBuilder<UsageGroupRollupRow> builder)
    {
        // WITHOUT ROWID, which the mapper cannot say: see the migration UsageGroups.
        builder.ToTable("UsageGroupRollups");
        builder.HasKey(row => new { row.GroupId, row.WidthMinutes, row.Bucket });
        builder.HasOne<UsageGroupRow>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}
