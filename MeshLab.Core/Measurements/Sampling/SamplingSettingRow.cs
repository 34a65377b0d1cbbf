using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>The settings of sampling that people change while MeshLab runs: one row.</summary>
internal sealed class SamplingSettingRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required int IntervalMs { get; set; }
}

internal sealed class SamplingSettingConfiguration : IEntityTypeConfiguration<SamplingSettingRow>
{
    public void Configure(EntityTypeBuilder<SamplingSettingRow> builder)
    {
        builder.ToTable("SamplingSettings");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
