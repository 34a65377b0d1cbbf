namespace MeshLab.Web.Hosting;

/// <summary>Headers that tell the browser what MeshLab's pages may do.</summary>
internal static class SecurityHeaders
{
    /// <summary>Adds the headers to every answer.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Others learn nothing; but with no-referrer a browser would send MeshLab's own forms with the origin "null", which the guard refuses.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    });

    // Scripts: files of ours only, none inline, no eval. Styles: MudBlazor writes its theme as a style element and positions
    // popovers by style attributes, and Plotly inserts its own rules, so inline styles must be allowed. Images: Plotly draws
    // the picture that "download as PNG" saves from a data or blob address. The circuit's WebSocket is named with its scheme
    // because not every browser counts ws: as 'self'. Host is safe to repeat: the host filter has let through loopback names only.
    private static string Policy(HttpRequest request) =>
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + $"connect-src 'self' {(request.IsHttps ? "wss" : "ws")}://{request.Host}; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
