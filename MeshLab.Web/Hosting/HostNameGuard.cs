using System.Net;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Answers only to names of this machine. A web page elsewhere can let its own name resolve to 127.0.0.1 (DNS rebinding) and
/// would then count as same-origin; the Host header still tells it apart. ASP.NET Core's own host filter does the same but
/// answers in HTML, and would have to be told of every address of 127.0.0.0/8.
/// </summary>
internal static class HostNameGuard
{
    /// <summary>Adds the guard to the pipeline. It comes first: nothing behind it may trust an unchecked name.</summary>
    public static IApplicationBuilder UseHostNameGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsLoopback(context.Request.Host.Host))
        {
            await next(context);
            return;
        }

        await Results.Problem(
            title: "Host not allowed",
            detail: $"MeshLab answers to localhost, 127.0.0.1 and [::1] only. The request asked for '{context.Request.Host}'.",
            statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
    });

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
