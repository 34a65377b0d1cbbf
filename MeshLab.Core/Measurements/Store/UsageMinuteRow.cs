using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// What a series used in one minute. Sums are integrals over time, so that minutes and series can be added in any order; samples
/// that cross a minute's border are divided by time.
/// </summary>
internal sealed class UsageMinuteRow
{
    public required int SeriesId { get; init; }

    /// <summary>Minutes since the Unix epoch.</summary>
    public required int Minute { get; init; }

    /// <summary>How much of the minute was observed, in milliseconds.</summary>
    public required int CoveredMs { get; init; }

    /// <summary>CPU used in the observed part, in core-milliseconds.</summary>
    public double? CpuCoreMs { get; init; }

    /// <summary>The smallest mean of a sample, in cores.</summary>
    public double? CpuMin { get; init; }

    /// <summary>The largest mean of a sample, in cores.</summary>
    public double? CpuMax { get; init; }

    /// <summary>The working set over the observed part, in byte-milliseconds.</summary>
    public double? MemoryByteMs { get; init; }

    /// <summary>The smallest working set, in bytes.</summary>
    public long? MemoryMin { get; init; }

    /// <summary>The largest working set, in bytes.</summary>
    public long? MemoryMax { get; init; }
}

internal sealed class UsageMinuteConfiguration : IEntityTypeConfiguration<UsageMinuteRow>
{
    public void Configure(EntityTypeBuilder<UsageMinuteRow> builder)
    {
        builder.ToTable("UsageMinutes");
        builder.HasKey(row => new { row.SeriesId, row.Minute });
        builder.HasOne<UsageSeriesRow>().WithMany().HasForeignKey(row => row.SeriesId).OnDelete(DeleteBehavior.Cascade);
    }
}
