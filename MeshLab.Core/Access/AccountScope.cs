using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Access;

/// <summary>One piece of work on users: ASP.NET Core Identity and the database context that it writes to, for as long as the work takes.</summary>
internal sealed class AccountScope(IServiceScopeFactory scopes) : IAsyncDisposable
{
    /// <summary>The longest password; hashing one must not become a way to keep MeshLab busy.</summary>
    public const int LongestPassword = 256;

    private readonly AsyncServiceScope _scope = scopes.CreateAsyncScope();

    public UserManager<UserRow> Users => _scope.ServiceProvider.GetRequiredService<UserManager<UserRow>>();

    public MeshLabDbContext Database => _scope.ServiceProvider.GetRequiredService<MeshLabDbContext>();

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    /// <exception cref="AccessRefusedException">There is no such user.</exception>
    public async Task<UserRow> FindAsync(long id, CancellationToken cancellationToken) =>
        await Database.Set<UserRow>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new AccessRefusedException($"There is no user {id}. Perhaps somebody else deleted them.");

    /// <exception cref="AccessRefusedException">The password is too long, too short or too simple.</exception>
    public async Task CheckPasswordAsync(UserRow user, string password)
    {
        if (password.Length > LongestPassword)
        {
            throw new AccessRefusedException($"The password is longer than {LongestPassword} characters.", "weak");
        }

        foreach (var validator in Users.PasswordValidators)
        {
            Require(await validator.ValidateAsync(Users, user, password), "weak");
        }
    }

    /// <exception cref="AccessRefusedException">Identity refused.</exception>
    public static void Require(IdentityResult result, string key = "name")
    {
        if (!result.Succeeded)
        {
            throw new AccessRefusedException(string.Join(' ', result.Errors.Select(error => error.Description)), key);
        }
    }
}
