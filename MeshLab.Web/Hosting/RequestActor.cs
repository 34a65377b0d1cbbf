using MeshLab.Core.Audit;

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

    /// <summary>The login's name, else <c>local</c>; the remote address; and the class of the program by its User-Agent.</summary>
    internal static Actor Of(HttpContext context) => new(
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : Actor.LocalName,
        context.Connection.RemoteIpAddress?.ToString(),
        ClientOf(context.Request.Headers.UserAgent.ToString()));

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
