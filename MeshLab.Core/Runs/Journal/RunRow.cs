using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>A run as the journal keeps it.</summary>
internal sealed class RunRow
{
    public long Id { get; set; }

    public required string Scenario { get; set; }

    public RunAction Action { get; set; }

    public RunStatus Status { get; set; }

    /// <summary>Role to cluster, JSON.</summary>
    public required string Clusters { get; set; }

    /// <summary>Name to value, JSON; values of secret parameters are protected.</summary>
    public required string Parameters { get; set; }

    /// <summary>Names of the parameters whose values are protected, JSON.</summary>
    public required string SecretParameters { get; set; }

    public required string RequestedBy { get; set; }

    public DateTimeOffset QueuedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Error { get; set; }

    public string? WaitsFor { get; set; }

    public bool Simulated { get; set; }

    /// <summary>The number of the newest log line.</summary>
    public long LastSeq { get; set; }

    public bool CancelRequested { get; set; }

    /// <summary>The process that carries it out; null while none has claimed it. The name of a process that is no longer alive on a running run means that it was interrupted.</summary>
    public string? Owner { get; set; }

    /// <summary>The teardown that removed everything of this run; null while something may be left.</summary>
    public long? TornDownBy { get; set; }
}

internal sealed class RunRowConfiguration : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("Runs");
        builder.HasKey(run => run.Id);
        builder.HasIndex(run => run.Status);
        builder.HasIndex(run => new { run.Scenario, run.Id });
    }
}
