using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Access;

/// <summary>Checks who somebody is: by password, by what an OpenID Connect provider says, and by what a session was given out for.</summary>
public sealed class Logins(IDbContextFactory<MeshLabDbContext> databases, IServiceScopeFactory scopes, LoginRequirement login, TimeProvider clock)
{
    private static readonly UserRow Nobody = new() { UserName = "nobody" };

    // Of a password nobody has, so that an unknown name takes as long to refuse as a wrong password.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<UserRow>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>Checks a name and a password. After five wrong ones the user is kept out for five minutes.</summary>
    /// <returns>The user; null when the two do not fit, or the user is disabled or kept out. Why is in the audit log, not in the answer.</returns>
    public async Task<User?> LogInAsync(string name, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        await using var scope = new AccountScope(scopes);
        var now = clock.GetUtcNow();
        var row = name.Length <= UserAccounts.LongestName && password.Length <= AccountScope.LongestPassword ? await scope.Users.FindByNameAsync(name.Trim()) : null;
        if (row?.PasswordHash is null)
        {
            _ = scope.Users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password.Length <= AccountScope.LongestPassword ? password : "");
            // What was typed may be a password, so an unknown name is not recorded.
            return await FailAsync(scope.Database, row is null ? "an unknown name" : $"user {row.UserName}", row is null ? null : "logs in through OpenID Connect", now, cancellationToken);
        }

        var locked = row.LockoutEnd > now;
        if (!await scope.Users.CheckPasswordAsync(row, password))
        {
            if (!locked)
            {
                AccountScope.Require(await scope.Users.AccessFailedAsync(row));
            }

            return await FailAsync(scope.Database, $"user {row.UserName}", row.LockoutEnd > now ? "wrong password; kept out for a while" : "wrong password", now, cancellationToken);
        }

        if (locked || row.Disabled)
        {
            return await FailAsync(scope.Database, $"user {row.UserName}", row.Disabled ? "the user is disabled" : "kept out after wrong passwords", now, cancellationToken);
        }

        (row.AccessFailedCount, row.LockoutEnd, row.LastLoginAt) = (0, null, now);
        scope.Database.Add(Deed(AuditDeeds.LoggedIn, row, now, "password"));
        AccountScope.Require(await scope.Users.UpdateAsync(row));
        return User.Of(row, now);
    }

    /// <summary>Takes in somebody whom an OpenID Connect provider has proved, with the role it gives them. At their first login they become a user here.</summary>
    /// <param name="issuer">The provider.</param>
    /// <param name="subject">What the provider calls them; never changes.</param>
    /// <param name="name">Their name.</param>
    /// <param name="role">What the provider's roles make of them; null for nothing, and then they are refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="AccessRefusedException">They may not log in; the message says why.</exception>
    public async Task<User> LogInExternalAsync(string issuer, string subject, string name, Role? role, CancellationToken cancellationToken)
    {
        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Database.BeginWritingAsync(WriterLock.Access, cancellationToken);
        var now = clock.GetUtcNow();
        var row = await scope.Users.FindByLoginAsync(issuer, subject);
        if (role is not { } given || row?.Disabled == true)
        {
            await FailAsync(scope.Database, $"user {row?.UserName ?? UserAccounts.CheckName(name)}", row?.Disabled == true ? "the user is disabled" : "the provider gives no role", now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            throw new AccessRefusedException(row?.Disabled == true ? "This user is disabled here. An admin can change that." : "Your account has no role in MeshLab. Ask whoever manages it to give you one.", "no-role");
        }

        if (row is null)
        {
            row = new UserRow { UserName = await FreeNameAsync(scope.Users, UserAccounts.CheckName(name), issuer), Role = given, CreatedAt = now };
            AccountScope.Require(await scope.Users.CreateAsync(row));
            AccountScope.Require(await scope.Users.AddLoginAsync(row, new UserLoginInfo(issuer, subject, issuer)));
        }

        if (row.Role != given)
        {
            row.Role = given;
            row.SecurityStamp = Guid.NewGuid().ToString("N");
        }

        row.LastLoginAt = now;
        scope.Database.Add(Deed(AuditDeeds.LoggedIn, row, now, "OpenID Connect"));
        AccountScope.Require(await scope.Users.UpdateAsync(row));
        await transaction.CommitAsync(cancellationToken);
        login.Found();
        return User.Of(row, now);
    }

    /// <summary>Notes that somebody logged out.</summary>
    public async Task LogOutAsync(string name, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Add(AuditRow.Of(AuditDeeds.LoggedOut, $"user {name}", clock.GetUtcNow()));
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The user a session was given out for, as they are now; null when it must end: they are disabled or gone, or their password or role changed since.</summary>
    public async Task<User?> FindAsync(long id, string stamp, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<UserRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return row is { Disabled: false } && row.SecurityStamp == stamp ? User.Of(row, clock.GetUtcNow()) : null;
    }

    /// <summary>Changes one's own password. One's other sessions end.</summary>
    /// <returns>The user with a new stamp, for a new session.</returns>
    /// <exception cref="AccessRefusedException">The old password is wrong, or the new one too weak.</exception>
    public async Task<User> ChangePasswordAsync(long id, string before, string after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        await using var scope = new AccountScope(scopes);
        var (row, now) = (await scope.FindAsync(id, cancellationToken), clock.GetUtcNow());
        if (row.PasswordHash is null || row.LockoutEnd > now || before.Length > AccountScope.LongestPassword || !await scope.Users.CheckPasswordAsync(row, before))
        {
            if (row is { PasswordHash: not null, Disabled: false } && !(row.LockoutEnd > now))
            {
                AccountScope.Require(await scope.Users.AccessFailedAsync(row));
            }

            await FailAsync(scope.Database, $"user {row.UserName}", "wrong password when changing it", now, cancellationToken);
            throw new AccessRefusedException("The present password is not right.", "present");
        }

        await scope.CheckPasswordAsync(row, after);
        (row.PasswordHash, row.AccessFailedCount) = (scope.Users.PasswordHasher.HashPassword(row, after), 0);
        scope.Database.Add(AuditRow.Of(AuditDeeds.PasswordChanged, $"user {row.UserName}", now));
        AccountScope.Require(await scope.Users.UpdateSecurityStampAsync(row));
        return User.Of(row, now);
    }

    /// <summary>A name that somebody else has here is never handed over: the provider's host is added.</summary>
    private static async Task<string> FreeNameAsync(UserManager<UserRow> users, string name, string issuer)
    {
        if (await users.FindByNameAsync(name) is null)
        {
            return name;
        }

        var other = $"{name} ({(Uri.TryCreate(issuer, UriKind.Absolute, out var uri) ? uri.Host : issuer)})";
        return await users.FindByNameAsync(other) is null
            ? UserAccounts.CheckName(other)
            : throw new AccessRefusedException($"The names {name} and {other} belong to others here. Ask an admin to delete one of them.");
    }

    private static AuditRow Deed(string deed, UserRow row, DateTimeOffset now, string how) =>
        AuditRow.Of(deed, $"user {row.UserName}", now, detail: how, actor: Actor.Current with { Name = row.UserName!, Role = row.Role });

    private static async Task<User?> FailAsync(MeshLabDbContext database, string subject, string? detail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        database.Add(AuditRow.Of(AuditDeeds.LoginFailed, subject, now, detail: detail));
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }
}
