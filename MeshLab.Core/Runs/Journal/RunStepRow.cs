using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>A step of a run as the journal keeps it.</summary>
internal sealed class RunStepRow
{
    public long RunId { get; set; }

    /// <summary>Its place in the run, from 0.</summary>
    public int Ordinal { get; set; }

    public required string StepId { get; set; }

    public required string Title { get; set; }

    public required string Cluster { get; set; }

    public StepStatus Status { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? WaitsFor { get; set; }

    public string? Error { get; set; }
}

internal sealed class RunStepRowConfiguration : IEntityTypeConfiguration<RunStepRow>
{
    public void Configure(EntityTypeBuilder<RunStepRow> builder)
    {
        builder.ToTable("RunSteps");
        builder.HasKey(step => new { step.RunId, step.StepId });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(step => step.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
