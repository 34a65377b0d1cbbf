using MeshLab.Core.Audit;

namespace MeshLab.Core.Access;

/// <summary>Somebody who can log in.</summary>
/// <param name="Id">Stays the same.</param>
/// <param name="Name">Unique whatever its case.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Disabled">Whether they are kept out.</param>
/// <param name="External">Whether they log in through OpenID Connect, which also gives them their role; false for a password kept here.</param>
/// <param name="Stamp">Changes whenever what was given out before must no longer hold, e.g. with the password.</param>
/// <param name="CreatedAt">When they were added.</param>
/// <param name="LastLoginAt">When they last logged in; null when they never did.</param>
/// <param name="LockedUntil">Until when failed logins keep them out; null when they do not.</param>
public sealed record User(long Id, string Name, Role Role, bool Disabled, bool External, string Stamp, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt, DateTimeOffset? LockedUntil)
{
    internal static User Of(UserRow row, DateTimeOffset now) => new(
        row.Id, row.UserName!, row.Role, row.Disabled, row.PasswordHash is null, row.SecurityStamp ?? "", row.CreatedAt, row.LastLoginAt, row.LockoutEnd > now ? row.LockoutEnd : null);
}
