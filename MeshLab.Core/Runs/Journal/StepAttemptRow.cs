using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>It did what it should.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>MeshLab ended while it was under way.</summary>
    Interrupted,

    /// <summary>A person stopped it.</summary>
    Cancelled,
}

/// <summary>One attempt at a step, written before it acts.</summary>
internal sealed class StepAttemptRow
{
    public long RunId { get; set; }

    public required string StepId { get; set; }

    /// <summary>1, 2, 3 …</summary>
    public int Number { get; set; }

    public AttemptOutcome Outcome { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Error { get; set; }

    /// <summary>The tool it started last, so that one that outlived MeshLab is found again.</summary>
    public int? ChildProcessId { get; set; }

    /// <summary>When that tool started, because process ids are used again.</summary>
    public DateTimeOffset? ChildStartedAt { get; set; }
}

internal sealed class StepAttemptRowConfiguration : IEntityTypeConfiguration<StepAttemptRow>
{
    public void Configure(EntityTypeBuilder<StepAttemptRow> builder)
    {
        builder.ToTable("StepAttempts");
        builder.HasKey(attempt => new { attempt.RunId, attempt.StepId, attempt.Number });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(attempt => attempt.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
