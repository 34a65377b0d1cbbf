using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Layout;

/// <summary>Shown in place of a page that the person may not see.</summary>
public sealed partial class NotAllowedNotice
{
    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;
}
