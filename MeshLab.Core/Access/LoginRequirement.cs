using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Access;

/// <summary>Whether people must log in: as soon as there is a user, or OpenID Connect is set up. It never stops to be so in a running MeshLab.</summary>
public sealed class LoginRequirement(IDbContextFactory<MeshLabDbContext> databases, IOptions<MeshLabOptions> options)
{
    private volatile bool _found = options.Value.Oidc.IsSet;

    /// <summary>What was last known.</summary>
    public bool IsRequired => _found;

    /// <summary>Looks again, unless it is known: another process on the same database may have added the first user.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (!_found)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            if (await database.Set<UserRow>().AnyAsync(cancellationToken))
            {
                _found = true;
            }
        }

        return _found;
    }

    internal void Found() => _found = true;
}
