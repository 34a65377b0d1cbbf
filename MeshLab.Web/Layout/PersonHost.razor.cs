using MeshLab.Web.Components;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace MeshLab.Web.Layout;

/// <summary>Tells every component who looks at the page, and leaves for the login page when that person may no longer be there.</summary>
public sealed partial class PersonHost
{
    private Person _person = new(null, null);

    /// <summary>Who looks at the page, as the host knows them.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>The pages.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Where the browser is.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var before = _person;
        var user = (await Authentication).User;
        _person = new(user.IsLocal() ? null : user.Identity?.Name, user.RoleOf());
        if (before.Role is not null && _person.Role is null)
        {
            Navigation.NavigateTo($"login?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}", forceLoad: true);
        }
    }
}
