using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>What a series used in ten minutes or an hour: the sums of its minutes, computed once they no longer change.</summary>
internal sealed class UsageRollupRow
{
    /// <summary>10 or 60.</summary>
    public required int WidthMinutes { get; init; }

    public required int SeriesId { get; init; }

    /// <summary>Widths since the Unix epoch.</summary>
    public required int Bucket { get; init; }

    /// <summary>How much of the bucket the series was observed, in milliseconds.</summary>
    public required int CoveredMs { get; init; }

    /// <summary>
    /// How much of the bucket its node was observed, in milliseconds: the sum over minutes of the longest any of the node's series
    /// was. It cannot be had from the series' own sums: two pods that follow one another would look like half a node.
    /// </summary>
    public required int NodeCoveredMs { get; init; }

    /// <summary>CPU used in the observed part, in core-milliseconds.</summary>
    public double? CpuCoreMs { get; init; }

    /// <summary>The working set over the observed part, in byte-milliseconds.</summary>
    public double? MemoryByteMs { get; init; }
}

internal sealed class UsageRollupConfiguration : IEntityTypeConfiguration<UsageRollupRow>
{
    public void Configure(EntityTypeBuilder<UsageRollupRow> builder)
    {
        // WITHOUT ROWID, which the mapper cannot say: see the migration Rollups.
        builder.ToTable("UsageRollups");
        builder.HasKey(row => new { row.SeriesId, row.WidthMinutes, row.Bucket });
        builder.HasOne<UsageSeriesRow>().WithMany().HasForeignKey(row => row.SeriesId).OnDelete(DeleteBehavior.Cascade);
    }
}
