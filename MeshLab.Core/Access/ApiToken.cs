using MeshLab.Core.Audit;

namespace MeshLab.Core.Access;

/// <summary>An API token as it is listed. The token itself is not kept.</summary>
/// <param name="Id">Its number.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="UserName">Their name.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">The most it may do; less when its user may do less.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null when it never was.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
public sealed record ApiToken(long Id, long UserId, string UserName, string Name, Role Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>Whether it opens anything.</summary>
    public bool IsValid(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}

/// <summary>A token that was just made.</summary>
/// <param name="Token">How it is listed.</param>
/// <param name="Secret">The token, to be shown once.</param>
public sealed record NewApiToken(ApiToken Token, string Secret);

/// <summary>Whom a token speaks for.</summary>
/// <param name="User">Its user.</param>
/// <param name="Role">The lesser of the token's scope and the user's role.</param>
/// <param name="TokenName">The token's name.</param>
public sealed record TokenBearer(User User, Role Role, string TokenName);
