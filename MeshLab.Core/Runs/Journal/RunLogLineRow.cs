using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>A line of a run's log; its number was taken in the transaction that stored it.</summary>
internal sealed class RunLogLineRow
{
    public long RunId { get; set; }

    public long Seq { get; set; }

    public DateTimeOffset Time { get; set; }

    public string? Step { get; set; }

    public LogStream Stream { get; set; }

    public required string Text { get; set; }
}

internal sealed class RunLogLineRowConfiguration : IEntityTypeConfiguration<RunLogLineRow>
{
    public void Configure(EntityTypeBuilder<RunLogLineRow> builder)
    {
        builder.ToTable("RunLogLines");
        builder.HasKey(line => new { line.RunId, line.Seq });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(line => line.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
