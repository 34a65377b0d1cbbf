using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Access;

/// <summary>Tokens with which programs speak for a user: <c>meshlab_</c> and 256 random bits, of which only a hash is kept.</summary>
public sealed class ApiTokens(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>How every token begins, so that scanners for secrets can know one.</summary>
    public const string Prefix = "meshlab_";

    /// <summary>How long a token can hold at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const int RandomBytes = 32;
    private const int LongestToken = 100;
    private const int LongestName = 100;
    private const int MostEach = 100;

    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    /// <summary>Makes a token for a user. Whoever asks must be that user; the host checks it.</summary>
    /// <param name="userId">Whose token it will be.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="scope">The most it may do.</param>
    /// <param name="holds">How long it holds, at most <see cref="Longest"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="AccessRefusedException">The name, the scope or the time cannot be so.</exception>
    public async Task<NewApiToken> CreateAsync(long userId, string name, Role scope, TimeSpan holds, CancellationToken cancellationToken)
    {
        Actor.Require(scope);
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new AccessRefusedException(name.Length == 0 ? "The token needs a name that tells what it is for." : $"The name must be at most {LongestName} characters, all of them visible.");
        }

        if (holds <= TimeSpan.Zero || holds > Longest)
        {
            throw new AccessRefusedException($"A token holds for up to {Longest.Days} days.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var user = await database.Set<UserRow>().SingleOrDefaultAsync(row => row.Id == userId && !row.Disabled, cancellationToken) ?? throw new AccessRefusedException("There is no such user any more.");
        if (scope > user.Role)
        {
            throw new AccessRefusedException($"A token may do no more than its user, who is {user.Role.ToString().ToLowerInvariant()}.");
        }

        if (await database.Set<ApiTokenRow>().CountAsync(row => row.UserId == userId && row.RevokedAt == null && row.ExpiresAt > now, cancellationToken) >= MostEach)
        {
            throw new AccessRefusedException($"You have {MostEach} tokens. Revoke those that are not needed.");
        }

        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var token = new ApiTokenRow { User = user, Name = name, Hash = HashOf(secret), Scope = scope, CreatedAt = now, ExpiresAt = now + holds };
        database.Add(token);
        database.Add(AuditRow.Of(AuditDeeds.TokenCreated, $"token {name} of {user.UserName}", now, detail: $"{scope.ToString().ToLowerInvariant()}, until {token.ExpiresAt:u}"));
        await database.SaveChangesAsync(cancellationToken);
        return new(Of(token), secret);
    }

    /// <summary>The tokens of a user, or of all for a null user, the newest first; revoked and expired ones too.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(long? userId, CancellationToken cancellationToken)
    {
        if (userId is null)
        {
            Actor.Require(Role.Admin);
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await database.Set<ApiTokenRow>().AsNoTracking().Include(row => row.User).Where(row => userId == null || row.UserId == userId).OrderByDescending(row => row.Id).ToListAsync(cancellationToken)).Select(Of)];
    }

    /// <summary>Revokes a token at once: one's own, or for a null user, which only admins may give, anybody's.</summary>
    /// <returns>False when there is none, it belongs to somebody else, or it was revoked.</returns>
    public async Task<bool> RevokeAsync(long id, long? userId, CancellationToken cancellationToken)
    {
        if (userId is null)
        {
            Actor.Require(Role.Admin);
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<ApiTokenRow>().Include(one => one.User).SingleOrDefaultAsync(one => one.Id == id && (userId == null || one.UserId == userId), cancellationToken);
        if (row is not { RevokedAt: null })
        {
            return false;
        }

        row.RevokedAt = clock.GetUtcNow();
        database.Add(AuditRow.Of(AuditDeeds.TokenRevoked, $"token {row.Name} of {row.User!.UserName}", row.RevokedAt.Value));
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Whom a token speaks for; null when it is unknown, expired or revoked, or its user is disabled.</summary>
    public async Task<TokenBearer?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length > LongestToken || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var (hash, now) = (HashOf(secret), clock.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<ApiTokenRow>().AsNoTracking().Include(one => one.User).SingleOrDefaultAsync(one => one.Hash == hash, cancellationToken);
        if (row is not { RevokedAt: null, User.Disabled: false } || row.ExpiresAt <= now)
        {
            return null;
        }

        if (row.LastUsedAt is not { } used || now - used >= UseResolution)
        {
            await database.Set<ApiTokenRow>().Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.LastUsedAt, now), cancellationToken);
        }

        return new(User.Of(row.User, now), row.Scope < row.User.Role ? row.Scope : row.User.Role, row.Name);
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static ApiToken Of(ApiTokenRow row) => new(row.Id, row.UserId, row.User!.UserName!, row.Name, row.Scope, row.CreatedAt, row.ExpiresAt, row.LastUsedAt, row.RevokedAt);
}
