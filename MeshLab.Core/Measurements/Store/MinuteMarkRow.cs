using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Up to which minute raw samples are summed up: one row. See <see cref="MinuteSums"/>.</summary>
internal sealed class MinuteMarkRow
{
    public int Id { get; init; } = 1;

    /// <summary>Minutes since the Unix epoch.</summary>
    public required long Minute { get; init; }
}

internal sealed class MinuteMarkConfiguration : IEntityTypeConfiguration<MinuteMarkRow>
{
    public void Configure(EntityTypeBuilder<MinuteMarkRow> builder)
    {
        builder.ToTable("UsageMinutesUntil");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
