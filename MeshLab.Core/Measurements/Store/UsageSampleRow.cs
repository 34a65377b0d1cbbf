using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>A raw sample: what a series used over an interval.</summary>
internal sealed class UsageSampleRow
{
    public required int SeriesId { get; init; }

    /// <summary>The interval's end, in Unix milliseconds.</summary>
    public required long EndMs { get; init; }

    /// <summary>The interval's length, in milliseconds.</summary>
    public required int LengthMs { get; init; }

    /// <summary>The mean over the interval, in cores; null when the source has no counter.</summary>
    public double? CpuCores { get; init; }

    /// <summary>The working set at the end, in bytes.</summary>
    public long? MemoryBytes { get; init; }
}

internal sealed class UsageSampleConfiguration : IEntityTypeConfiguration<UsageSampleRow>
{
    public void Configure(EntityTypeBuilder<UsageSampleRow> builder)
    {
        builder.ToTable("UsageSamples");
        builder.HasKey(row => new { row.SeriesId, row.EndMs });
        builder.HasOne<UsageSeriesRow>().WithMany().HasForeignKey(row => row.SeriesId).OnDelete(DeleteBehavior.Cascade);
    }
}
