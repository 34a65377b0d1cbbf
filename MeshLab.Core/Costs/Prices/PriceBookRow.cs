using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Costs.Prices;

/// <summary>A price book that somebody made.</summary>
internal sealed class PriceBookRow
{
    public required string Id { get; init; }

    /// <summary>The <see cref="PriceBook"/> as JSON: it is read and written as a whole and never searched.</summary>
    public required string Content { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class PriceBookConfiguration : IEntityTypeConfiguration<PriceBookRow>
{
    public void Configure(EntityTypeBuilder<PriceBookRow> builder)
    {
        builder.ToTable("PriceBooks");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
