using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Access;

/// <summary>Adds, changes and deletes users. Each change is in the audit log, and takes effect on what they do next.</summary>
public sealed class UserAccounts(IDbContextFactory<MeshLabDbContext> databases, IServiceScopeFactory scopes, LoginRequirement login, TimeProvider clock)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 100;

    private static readonly string[] Reserved = [Actor.LocalName, Actor.AnonymousName, Actor.MeshLab.Name, "API"];

    /// <summary>All, by name.</summary>
    public async Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return [.. (await database.Set<UserRow>().AsNoTracking().OrderBy(row => row.NormalizedUserName).ToListAsync(cancellationToken)).Select(row => User.Of(row, now))];
    }

    /// <summary>Adds a user with a password. The first one turns login on for everybody.</summary>
    /// <exception cref="AccessRefusedException">The name is taken or not usable, the password too weak, or the first user no admin.</exception>
    public async Task<User> AddAsync(string name, string password, Role role, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        ArgumentNullException.ThrowIfNull(password);
        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Database.BeginWritingAsync(WriterLock.Access, cancellationToken);
        if (role != Role.Admin && !await scope.Database.Set<UserRow>().AnyAsync(cancellationToken))
        {
            throw new AccessRefusedException("The first user must be an admin: nobody else could add others.");
        }

        var row = new UserRow { UserName = CheckName(name), Role = role, CreatedAt = clock.GetUtcNow() };
        await scope.CheckPasswordAsync(row, password);
        scope.Database.Add(AuditRow.Of(AuditDeeds.UserAdded, $"user {row.UserName}", row.CreatedAt, detail: RoleText(role)));
        AccountScope.Require(await scope.Users.CreateAsync(row, password));
        await transaction.CommitAsync(cancellationToken);
        login.Found();
        return User.Of(row, row.CreatedAt);
    }

    /// <summary>Gives a user another role. Of users of OpenID Connect the provider decides at each login.</summary>
    /// <exception cref="AccessRefusedException">There is no such user, or it is the last admin.</exception>
    public Task SetRoleAsync(long id, Role role, CancellationToken cancellationToken) => ChangeAsync(
        id, AuditDeeds.UserRoleSet, row => $"{RoleText(row.Role)} to {RoleText(role)}", role != Role.Admin, (_, row) => row.Role = role, cancellationToken);

    /// <summary>Keeps a user out, or lets them in again. Their sessions end and their tokens rest.</summary>
    /// <exception cref="AccessRefusedException">There is no such user, or it is the last admin.</exception>
    public Task SetDisabledAsync(long id, bool disabled, CancellationToken cancellationToken) => ChangeAsync(
        id, AuditDeeds.UserDisabled, _ => disabled ? "disabled" : "enabled again", disabled, (_, row) => row.Disabled = disabled, cancellationToken);

    /// <summary>Sets a user's password and takes away what failed logins locked. Their sessions end.</summary>
    /// <exception cref="AccessRefusedException">There is no such user, they log in elsewhere, or the password is too weak.</exception>
    public async Task ResetPasswordAsync(long id, string password, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        ArgumentNullException.ThrowIfNull(password);
        await using var scope = new AccountScope(scopes);
        var row = await scope.FindAsync(id, cancellationToken);
        if (row.PasswordHash is null)
        {
            throw new AccessRefusedException($"{row.UserName} logs in through OpenID Connect and has no password here.");
        }

        await scope.CheckPasswordAsync(row, password);
        (row.PasswordHash, row.LockoutEnd, row.AccessFailedCount) = (scope.Users.PasswordHasher.HashPassword(row, password), null, 0);
        scope.Database.Add(AuditRow.Of(AuditDeeds.UserPasswordReset, $"user {row.UserName}", clock.GetUtcNow()));
        AccountScope.Require(await scope.Users.UpdateSecurityStampAsync(row));
    }

    /// <summary>Deletes a user with their tokens. What they did stays in the audit log under their name.</summary>
    /// <exception cref="AccessRefusedException">There is no such user, or it is the last admin.</exception>
    public async Task DeleteAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Database.BeginWritingAsync(WriterLock.Access, cancellationToken);
        var row = await scope.FindAsync(id, cancellationToken);
        await RequireAnotherAdminAsync(scope.Database, row, cancellationToken);
        scope.Database.Add(AuditRow.Of(AuditDeeds.UserDeleted, $"user {row.UserName}", clock.GetUtcNow()));
        AccountScope.Require(await scope.Users.DeleteAsync(row));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A name as it is kept.</summary>
    /// <exception cref="AccessRefusedException">It cannot be a name.</exception>
    internal static string CheckName(string? name)
    {
        name = name?.Trim() ?? "";
        return name switch
        {
            { Length: 0 } => throw new AccessRefusedException("The user needs a name.", "name"),
            { Length: > LongestName } => throw new AccessRefusedException($"The name is longer than {LongestName} characters.", "name"),
            _ when name.Any(char.IsControl) => throw new AccessRefusedException("The name holds characters that cannot be seen.", "name"),
            _ when Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) => throw new AccessRefusedException($"The name {name} stands for something else in the audit log; choose another.", "name"),
            _ => name,
        };
    }

    private static string RoleText(Role role) => role.ToString().ToLowerInvariant();

    private async Task ChangeAsync(long id, string deed, Func<UserRow, string> detail, bool takesAdminAway, Action<AccountScope, UserRow> change, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Database.BeginWritingAsync(WriterLock.Access, cancellationToken);
        var row = await scope.FindAsync(id, cancellationToken);
        if (takesAdminAway)
        {
            await RequireAnotherAdminAsync(scope.Database, row, cancellationToken);
        }

        scope.Database.Add(AuditRow.Of(deed, $"user {row.UserName}", clock.GetUtcNow(), detail: detail(row)));
        change(scope, row);
        AccountScope.Require(await scope.Users.UpdateSecurityStampAsync(row));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Of the admins with a password here: those of OpenID Connect are of no use when the provider is out of reach.</summary>
    private static async Task RequireAnotherAdminAsync(MeshLabDbContext database, UserRow row, CancellationToken cancellationToken)
    {
        if (row is { Role: Role.Admin, Disabled: false }
            && !await database.Set<UserRow>().AnyAsync(other => other.Id != row.Id && other.Role == Role.Admin && !other.Disabled && (other.PasswordHash != null || row.PasswordHash == null), cancellationToken))
        {
            throw new AccessRefusedException($"{row.UserName} is the last admin. Make somebody else an admin first.");
        }
    }
}
