namespace MeshLab.Web.Hosting;

/// <summary>
/// Refuses what a page of another origin could make a browser send: requests that change something, and WebSockets, which no
/// same-origin policy covers. Programs such as curl send neither header and pass.
/// </summary>
internal static class CrossOriginGuard
{
    /// <summary>Adds the guard to the pipeline.</summary>
    public static IApplicationBuilder UseCrossOriginGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Matters(context) && IsCrossOrigin(context.Request))
        {
            await Results.Problem(
                title: "Cross-origin request refused",
                detail: $"Only MeshLab's own pages may do this from a browser. The request came from '{context.Request.Headers.Origin}'.",
                statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool Matters(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || context.Request.Headers.Upgrade.Count > 0
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    private static bool IsCrossOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site] && site is not ("same-origin" or "none"))
        {
            return true;
        }

        return request.Headers.Origin is [{ Length: > 0 } origin]
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
