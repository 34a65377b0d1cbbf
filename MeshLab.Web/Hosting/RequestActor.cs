using System.Security.Claims;
using MeshLab.Core.Audit;
using MeshLab.Web.Hosting.Access;

namespace MeshLab.Web.Hosting;

/// <summary>Tells the audit log who is behind a request. What a page does comes over its WebSocket, whose request this sees as well.</summary>
internal static class RequestActor
{
    private const int LongestProgram = 40;

    /// <summary>Adds it to the pipeline; after a login, so that its name is known.</summary>
    public static IApplicationBuilder UseRequestActor(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Actor.Enter(Of(context));
        return next(context);
    });

    /// <summary>The login's name; the remote address; the class of the program by its User-Agent; and the role.</summary>
    internal static Actor Of(HttpContext context) => new(
        NameOf(context.User),
        context.Connection.RemoteIpAddress?.ToString(),
        ClientOf(context.Request.Headers.UserAgent.ToString()),
        context.User.RoleOf());

    /// <summary>The login's name; <c>local</c> while there is no login, <c>anonymous</c> where there should be one.</summary>
    internal static string NameOf(ClaimsPrincipal user) => user.IsLocal() ? Actor.LocalName : user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : Actor.AnonymousName;

    /// <summary>Browsers all begin with <c>Mozilla/</c>; of other programs the name before the version is taken.</summary>
    private static string? ClientOf(string userAgent)
    {
        if (userAgent.StartsWith("Mozilla/", StringComparison.Ordinal))
        {
            return "browser";
        }

        var program = new string([.. userAgent.TakeWhile(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.').Take(LongestProgram)]);
        return program.Length == 0 ? null : program;
    }
}
