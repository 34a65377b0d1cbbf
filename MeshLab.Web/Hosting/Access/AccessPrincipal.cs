using System.Globalization;
using System.Security.Claims;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;

namespace MeshLab.Web.Hosting.Access;

/// <summary>A user as ASP.NET Core carries them through a request and a circuit.</summary>
internal static class AccessPrincipal
{
    private const string StampClaim = "meshlab:stamp";

    /// <summary>Everybody on this machine while there is no login: an admin without a name.</summary>
    public static ClaimsPrincipal Local { get; } = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Actor.LocalName), new(ClaimTypes.Role, nameof(Role.Admin))], AccessSchemes.Local));

    /// <summary>A user, with their role or the lesser one of a token.</summary>
    public static ClaimsPrincipal Of(User user, Role role, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, user.Name),
            new(ClaimTypes.Role, role.ToString()),
            new(StampClaim, user.Stamp),
        ],
        scheme));

    /// <summary>What they may do; null for nothing.</summary>
    public static Role? RoleOf(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    /// <summary>Whether they may do what needs a role.</summary>
    public static bool May(this ClaimsPrincipal principal, Role needed) => principal.RoleOf() >= needed;

    /// <summary>Whether they are there because there is no login.</summary>
    public static bool IsLocal(this ClaimsPrincipal principal) => principal.Identity?.AuthenticationType == AccessSchemes.Local;

    /// <summary>The number of the user; null when nobody logged in.</summary>
    public static long? UserIdOf(this ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The stamp of the user when they logged in.</summary>
    public static string StampOf(this ClaimsPrincipal principal) => principal.FindFirstValue(StampClaim) ?? "";
}
