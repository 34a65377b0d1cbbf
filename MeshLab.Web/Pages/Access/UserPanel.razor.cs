using MeshLab.Core.Access;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Access;

/// <summary>What can be done to a user besides another role: disable, set a password, delete after typing the name.</summary>
public sealed partial class UserPanel
{
    private string _password = "";

    /// <summary>The user.</summary>
    [Parameter]
    [EditorRequired]
    public required User User { get; set; }

    /// <summary>Disables (true) or lets in again.</summary>
    [Parameter]
    public EventCallback<bool> OnDisable { get; set; }

    /// <summary>Sets a password.</summary>
    [Parameter]
    public EventCallback<string> OnPassword { get; set; }

    /// <summary>Deletes.</summary>
    [Parameter]
    public EventCallback OnDelete { get; set; }

    private async Task SetPasswordAsync()
    {
        await OnPassword.InvokeAsync(_password);
        _password = "";
    }
}
