using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web;

/// <summary>
/// The document around the pages. It has no import map: that would be an inline script, which the Content-Security-Policy forbids;
/// modules are imported by their plain names, which static assets answer with an ETag.
/// </summary>
public sealed partial class App
{
    /// <summary>The request that is answered.</summary>
    [CascadingParameter]
    public required HttpContext Request { get; set; }

    private ThemeState Theme => ThemeState.FromCookies(Request.Request.Cookies);
}
