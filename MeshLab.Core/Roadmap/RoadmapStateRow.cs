using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Roadmap;

/// <summary>The whole state of one task after a change. The newest row of a task is its state, the older ones its history. Only ever added.</summary>
internal sealed record RoadmapStateRow
{
    public long Id { get; init; }

    public long BatchId { get; init; }

    public string TaskId { get; init; } = "";

    /// <summary>Null: nobody set a state, the file's box counts.</summary>
    public bool? Done { get; init; }

    public long? RunId { get; init; }

    public bool Simulated { get; init; }

    public string? Evidence { get; init; }

    /// <summary>Who set the state, and when. A later note does not change it.</summary>
    public string? Who { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the file had the box ticked when the state was set: a box edited since then speaks for itself.</summary>
    public bool FileTicked { get; init; }

    public string? Note { get; init; }

    /// <summary>The part of the row that <see cref="Note"/> is not of.</summary>
    internal RoadmapStateRow StateOnly() => this with { Id = 0, BatchId = 0, Note = null };
}

/// <summary>Maps <see cref="RoadmapStateRow"/>.</summary>
internal sealed class RoadmapStateRowConfiguration : IEntityTypeConfiguration<RoadmapStateRow>
{
    public void Configure(EntityTypeBuilder<RoadmapStateRow> builder)
    {
        builder.ToTable("RoadmapStates");
        builder.HasIndex(row => new { row.TaskId, row.Id });
        builder.HasOne<RoadmapBatchRow>().WithMany().HasForeignKey(row => row.BatchId).OnDelete(DeleteBehavior.Restrict);
    }
}
