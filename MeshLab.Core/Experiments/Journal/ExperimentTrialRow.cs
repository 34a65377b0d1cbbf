using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Experiments.Journal;

/// <summary>A measurement as the journal keeps it.</summary>
internal sealed class ExperimentTrialRow
{
    public long ExperimentId { get; set; }

    /// <summary>Its place, from 0.</summary>
    public int Ordinal { get; set; }

    /// <summary>The deployment it belongs to.</summary>
    public int Stage { get; set; }

    public int Repetition { get; set; }

    public required string Variant { get; set; }

    public int Level { get; set; }

    public TrialStatus Status { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The pod that sent the load.</summary>
    public string? ClientPod { get; set; }

    /// <summary>Fortio's result, as it wrote it.</summary>
    public string? Result { get; set; }

    /// <summary>What was measured, JSON.</summary>
    public string? Figures { get; set; }

    public string? Error { get; set; }
}

internal sealed class ExperimentTrialRowConfiguration : IEntityTypeConfiguration<ExperimentTrialRow>
{
    public void Configure(EntityTypeBuilder<ExperimentTrialRow> builder)
    {
        builder.ToTable("ExperimentTrials");
        builder.HasKey(row => new { row.ExperimentId, row.Ordinal });
        builder.HasOne<ExperimentRow>().WithMany().HasForeignKey(row => row.ExperimentId).OnDelete(DeleteBehavior.Cascade);
    }
}
