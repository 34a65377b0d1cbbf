using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web;

/// <summary>Finds the page for an address.</summary>
public sealed partial class Routes
{
    /// <summary>The theme that the request's cookies ask for.</summary>
    [Parameter]
    public ThemeState Theme { get; set; } = new(ThemeChoice.System, false);
}
