using System.Globalization;
using System.Net;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Where MeshLab offers HTTPS, nothing goes over the network in the clear: a page that was asked for with HTTP is redirected, anything else is refused, as a token that came
/// that way may have been read. What stays on this machine may use HTTP.
/// </summary>
internal static class HttpsOnly
{
    /// <summary>Adds it to the pipeline; behind the guard of host names, because a redirect repeats the name.</summary>
    public static IApplicationBuilder UseHttpsOnly(this WebApplication app)
    {
        var port = new Lazy<int?>(() => PortOf(app.Urls));
        return app.UseHttpsOnly(() => port.Value);
    }

    /// <summary>The same with the port told; null when HTTPS is not offered.</summary>
    internal static IApplicationBuilder UseHttpsOnly(this IApplicationBuilder app, Func<int?> port) => app.Use(async (context, next) =>
    {
        if (context.Request.IsHttps
            || context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address)
            || HealthEndpoints.IsHealth(context.Request.Path)
            || port() is not { } https)
        {
            await next(context);
        }
        else if (!ErrorAnswers.IsForPrograms(context) && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            var host = https == 443 ? new HostString(context.Request.Host.Host) : new HostString(context.Request.Host.Host, https);
            context.Response.Redirect($"https://{host}{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}", permanent: false, preserveMethod: true);
        }
        else
        {
            await Results.Problem(
                title: "HTTPS is needed",
                detail: string.Create(CultureInfo.InvariantCulture, $"This MeshLab answers over HTTPS, on port {https}. If a token was in this request, revoke it: it crossed the network in the clear."),
                statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        }
    });

    private static int? PortOf(ICollection<string> addresses) =>
        addresses.FirstOrDefault(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) is { } https ? BindingAddress.Parse(https).Port : null;
}
