using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Access;

/// <summary>A user in the database, in the shape of ASP.NET Core Identity. Without a password hash it is one of OpenID Connect.</summary>
internal sealed class UserRow : IdentityUser<long>
{
    public Role Role { get; set; }

    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; set; }
}

internal sealed class UserRowConfiguration : IEntityTypeConfiguration<UserRow>
{
    public void Configure(EntityTypeBuilder<UserRow> builder)
    {
        builder.ToTable("Users");
        builder.Property(row => row.UserName).IsRequired();
        builder.Property(row => row.NormalizedUserName).IsRequired();
        builder.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(row => row.NormalizedUserName).IsUnique();

        // MeshLab sends no mail, calls nobody, and leaves second factors to OpenID Connect.
        builder.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed);
        builder.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
    }
}

/// <summary>Which user an OpenID Connect provider means by a subject.</summary>
internal sealed class UserLoginConfiguration : IEntityTypeConfiguration<IdentityUserLogin<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder)
    {
        builder.ToTable("UserLogins");
        builder.HasKey(row => new { row.LoginProvider, row.ProviderKey });
        builder.HasOne<UserRow>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
