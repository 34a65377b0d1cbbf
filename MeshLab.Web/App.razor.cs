using MeshLab.Core.Audit;
using MeshLab.Web.Hosting.Access;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

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

    // The login and setup pages set cookies, and who has not logged in gets no circuit: those pages are plain documents.
    private IComponentRenderMode? Mode => Request.AcceptsInteractiveRouting() && Request.User.May(Role.Viewer) ? RenderMode.InteractiveServer : null;

    private ThemeState Theme => ThemeState.FromCookies(Request.Request.Cookies);
}
