using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Decisions;

/// <summary>A kept decision.</summary>
internal sealed class SavedDecisionRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Answers { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public required string SavedBy { get; set; }
}

internal sealed class SavedDecisionConfiguration : IEntityTypeConfiguration<SavedDecisionRow>
{
    public void Configure(EntityTypeBuilder<SavedDecisionRow> builder)
    {
        builder.ToTable("Decisions");
        builder.HasIndex(row => row.Name).IsUnique();
    }
}
