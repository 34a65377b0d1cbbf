using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Layout;

/// <summary>Who is logged in, with the way to their account.</summary>
public sealed partial class AccountLink
{
    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    private string Text => Person.Name is { } name ? $"{name}, {Person.Role?.ToString().ToLowerInvariant()}" : "Account: no login";
}
