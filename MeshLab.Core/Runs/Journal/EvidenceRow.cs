using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>What a verification of a step last found.</summary>
internal sealed class EvidenceRow
{
    public long RunId { get; set; }

    public required string StepId { get; set; }

    /// <summary>The verification's place in its step, from 0.</summary>
    public int Ordinal { get; set; }

    public required string Title { get; set; }

    public bool Held { get; set; }

    public required string Found { get; set; }

    public DateTimeOffset Time { get; set; }

    /// <summary>The number of the log line that says it; null in rows of earlier versions.</summary>
    public long? LogLine { get; set; }

    /// <summary>Figures, object and output, JSON; null for none.</summary>
    public string? Detail { get; set; }
}

internal sealed class EvidenceRowConfiguration : IEntityTypeConfiguration<EvidenceRow>
{
    public void Configure(EntityTypeBuilder<EvidenceRow> builder)
    {
        builder.ToTable("Evidence");
        builder.HasKey(evidence => new { evidence.RunId, evidence.StepId, evidence.Ordinal });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(evidence => evidence.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
