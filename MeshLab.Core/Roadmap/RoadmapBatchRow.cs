using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Roadmap;

/// <summary>One change to the roadmap's states: a tick, a note, a verification or an undo, of one task or of many at once. Only ever added.</summary>
internal sealed class RoadmapBatchRow
{
    public long Id { get; init; }

    public RoadmapChangeKind Kind { get; init; }

    public string Who { get; init; } = "";

    public DateTimeOffset At { get; init; }

    /// <summary>What it was, for people.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The batch that this one undid; null for all but undos.</summary>
    public long? Undoes { get; init; }
}

/// <summary>Maps <see cref="RoadmapBatchRow"/>.</summary>
internal sealed class RoadmapBatchRowConfiguration : IEntityTypeConfiguration<RoadmapBatchRow>
{
    public void Configure(EntityTypeBuilder<RoadmapBatchRow> builder)
    {
        builder.ToTable("RoadmapBatches");
        builder.HasIndex(row => row.Undoes);
    }
}
