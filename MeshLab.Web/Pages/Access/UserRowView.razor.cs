using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Access;

/// <summary>A user in the table.</summary>
public sealed partial class UserRowView
{
    /// <summary>The user.</summary>
    [Parameter]
    [EditorRequired]
    public required User User { get; set; }

    /// <summary>Whether the panel with more is open for them.</summary>
    [Parameter]
    public bool Chosen { get; set; }

    /// <summary>Opens or closes that panel.</summary>
    [Parameter]
    public EventCallback OnChoose { get; set; }

    /// <summary>Gives another role.</summary>
    [Parameter]
    public EventCallback<Role> OnRole { get; set; }

    private string State => User switch
    {
        { Disabled: true } => "disabled",
        { LockedUntil: not null } => "locked after wrong passwords",
        { External: true } => "logs in through OpenID Connect",
        _ => "may log in",
    };

    private static string RoleText(Role role) => role.ToString().ToLowerInvariant();

    private Task ChangeRoleAsync(ChangeEventArgs change) =>
        Enum.TryParse<Role>(change.Value?.ToString(), out var role) ? OnRole.InvokeAsync(role) : Task.CompletedTask;
}
