using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>A part that one process plays for all, such as sampling.</summary>
internal sealed class RoleRow
{
    public required string Name { get; set; }

    /// <summary>The process that plays it; another may take it when that one is no longer alive.</summary>
    public required string Owner { get; set; }

    /// <summary>What that process last told the others of it, as JSON; null when it has not.</summary>
    public string? Told { get; set; }
}

internal sealed class RoleRowConfiguration : IEntityTypeConfiguration<RoleRow>
{
    public void Configure(EntityTypeBuilder<RoleRow> builder)
    {
        builder.ToTable("ProcessRoles");
        builder.HasKey(row => row.Name);
    }
}
