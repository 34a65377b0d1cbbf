using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>Shows what is in it to those who may use it.</summary>
public sealed partial class Allowed
{
    /// <summary>The least role that may.</summary>
    [Parameter]
    [EditorRequired]
    public Role For { get; set; }

    /// <summary>What others read in its place, before "This needs the role …"; empty for nothing.</summary>
    [Parameter]
    public string? Otherwise { get; set; }

    /// <summary>The buttons or the panel.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;
}
