using System.Security.Claims;
using MeshLab.Core;
using MeshLab.Core.Audit;

namespace MeshLab.Web.Hosting.Access;

/// <summary>What an OpenID Connect provider's roles or groups make of somebody here.</summary>
internal static class OidcRoles
{
    private const string Everybody = "*";

    /// <summary>The largest role that a value of the role claim gives; null for none.</summary>
    public static Role? RoleOf(OidcOptions options, IEnumerable<Claim> claims)
    {
        var values = claims.Where(claim => claim.Type == options.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        return Holds(options.Admins) ? Role.Admin : Holds(options.Operators) ? Role.Operator : Holds(options.Viewers) ? Role.Viewer : null;

        bool Holds(string setting) => setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(one => one == Everybody || values.Contains(one));
    }
}
