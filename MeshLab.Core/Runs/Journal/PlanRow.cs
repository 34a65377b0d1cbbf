using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>What a dry run found for one object.</summary>
internal sealed class PlanRow
{
    /// <summary>Counts up; its order is the order of the plan.</summary>
    public long Id { get; set; }

    public long RunId { get; set; }

    public required string StepId { get; set; }

    public required string Cluster { get; set; }

    public required string ApiVersion { get; set; }

    public required string Kind { get; set; }

    public string? Namespace { get; set; }

    public required string Name { get; set; }

    public PlanChange Change { get; set; }

    public string? Note { get; set; }

    /// <summary>The fields that would change, JSON; secrets are masked.</summary>
    public required string Fields { get; set; }
}

internal sealed class PlanRowConfiguration : IEntityTypeConfiguration<PlanRow>
{
    public void Configure(EntityTypeBuilder<PlanRow> builder)
    {
        builder.ToTable("PlanItems");
        builder.HasKey(item => item.Id);
        builder.HasIndex(item => new { item.RunId, item.StepId });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(item => item.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
