using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>An output that later steps may use.</summary>
internal sealed class OutputRow
{
    public long RunId { get; set; }

    public required string StepId { get; set; }

    public required string Name { get; set; }

    /// <summary>The value; protected when <see cref="Secret"/>.</summary>
    public required string Value { get; set; }

    public bool Secret { get; set; }
}

internal sealed class OutputRowConfiguration : IEntityTypeConfiguration<OutputRow>
{
    public void Configure(EntityTypeBuilder<OutputRow> builder)
    {
        builder.ToTable("StepOutputs");
        builder.HasKey(output => new { output.RunId, output.StepId, output.Name });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(output => output.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
