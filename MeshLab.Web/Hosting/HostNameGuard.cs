using System.Net;
using MeshLab.Core;
using MeshLab.Core.Access;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Answers only to names of this machine and, once login is required, to those of <c>MeshLab:HostNames</c>. A web page elsewhere can let its own name
/// resolve to 127.0.0.1 (DNS rebinding) and would then count as same-origin; the Host header still tells it apart. ASP.NET Core's own host filter does the
/// same but answers in HTML, and would have to be told of every address of 127.0.0.0/8.
/// </summary>
internal static class HostNameGuard
{
    /// <summary>Adds the guard to the pipeline. It comes first: nothing behind it may trust an unchecked name.</summary>
    public static IApplicationBuilder UseHostNameGuard(this IApplicationBuilder app)
    {
        var login = app.ApplicationServices.GetRequiredService<LoginRequirement>();
        List<StringSegment> names = [.. NamesOf(app.ApplicationServices.GetRequiredService<IOptions<MeshLabOptions>>().Value.HostNames)];
        return app.Use(async (context, next) =>
        {
            // The probes of a kubelet ask for the address of the pod.
            var host = context.Request.Host.Host;
            if (IsLoopback(host) || (login.IsRequired && (HealthEndpoints.IsHealth(context.Request.Path) || (host.Length > 0 && names.Count > 0 && HostString.MatchesAny(host, names)))))
            {
                await next(context);
                return;
            }

            await Results.Problem(
                title: "Host not allowed",
                detail: $"MeshLab answers to localhost, 127.0.0.1 and [::1] only, and once login is required to the names of MeshLab:HostNames. The request asked for '{context.Request.Host}'.",
                statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        });
    }

    private static IEnumerable<StringSegment> NamesOf(string setting) =>
        setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => new StringSegment(name));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
