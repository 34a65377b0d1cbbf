using MeshLab.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Access;

/// <summary>An API token in the database: never the token itself, only its SHA-256.</summary>
internal sealed class ApiTokenRow
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public UserRow? User { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the token, in lower-case hexadecimal. A token has 256 random bits, so it needs no salt and no slow hash.</summary>
    public required string Hash { get; set; }

    public Role Scope { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class ApiTokenRowConfiguration : IEntityTypeConfiguration<ApiTokenRow>
{
    public void Configure(EntityTypeBuilder<ApiTokenRow> builder)
    {
        builder.ToTable("ApiTokens");
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
