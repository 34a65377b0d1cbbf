using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Experiments.Journal;

/// <summary>A deployment of a variant as the journal keeps it.</summary>
internal sealed class ExperimentStageRow
{
    public long ExperimentId { get; set; }

    /// <summary>Its place, from 0.</summary>
    public int Ordinal { get; set; }

    public int Repetition { get; set; }

    public required string Variant { get; set; }

    public StageStatus Status { get; set; }

    /// <summary>How often it was begun afresh; part of the name by which its runs are found again after a crash.</summary>
    public int Attempt { get; set; }

    public long? DeployRunId { get; set; }

    public long? TeardownRunId { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class ExperimentStageRowConfiguration : IEntityTypeConfiguration<ExperimentStageRow>
{
    public void Configure(EntityTypeBuilder<ExperimentStageRow> builder)
    {
        builder.ToTable("ExperimentStages");
        builder.HasKey(row => new { row.ExperimentId, row.Ordinal });
        builder.HasOne<ExperimentRow>().WithMany().HasForeignKey(row => row.ExperimentId).OnDelete(DeleteBehavior.Cascade);
    }
}
