using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Roadmap tasks a run has proved, written with the success that proves them and handed to the roadmap afterwards.</summary>
internal sealed class VerifiedTasksRow
{
    public long Id { get; set; }

    public long RunId { get; set; }

    /// <summary>Task ids, JSON.</summary>
    public required string TaskIds { get; set; }

    public required string Evidence { get; set; }

    public bool Simulated { get; set; }

    /// <summary>When the roadmap had them; null before.</summary>
    public DateTimeOffset? HandedOverAt { get; set; }
}

internal sealed class VerifiedTasksRowConfiguration : IEntityTypeConfiguration<VerifiedTasksRow>
{
    public void Configure(EntityTypeBuilder<VerifiedTasksRow> builder)
    {
        builder.ToTable("VerifiedTasks");
        builder.HasKey(tasks => tasks.Id);
        builder.HasIndex(tasks => tasks.HandedOverAt);
        builder.HasOne<RunRow>().WithMany().HasForeignKey(tasks => tasks.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
