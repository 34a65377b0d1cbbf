using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Experiments.Journal;

/// <summary>An experiment as the journal keeps it.</summary>
internal sealed class ExperimentRow
{
    public long Id { get; set; }

    /// <summary>What it compares, JSON.</summary>
    public required string Definition { get; set; }

    public ExperimentStatus Status { get; set; }

    public required string RequestedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Error { get; set; }

    public bool Simulated { get; set; }

    /// <summary>Where it was read from; null when it was measured here.</summary>
    public string? Imported { get; set; }

    public bool CancelRequested { get; set; }
}

internal sealed class ExperimentRowConfiguration : IEntityTypeConfiguration<ExperimentRow>
{
    public void Configure(EntityTypeBuilder<ExperimentRow> builder)
    {
        builder.ToTable("Experiments");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.Status);
    }
}
