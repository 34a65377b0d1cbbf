using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Layout;

/// <summary>The menu in the app bar that chooses the theme.</summary>
public sealed partial class ThemeMenu
{
    private static readonly (ThemeChoice Choice, string Icon, string Text)[] Choices =
    [
        (ThemeChoice.System, Icons.Material.Outlined.Contrast, "As the system"),
        (ThemeChoice.Light, Icons.Material.Outlined.LightMode, "Light"),
        (ThemeChoice.Dark, Icons.Material.Outlined.DarkMode, "Dark"),
    ];

    /// <summary>Holds the theme.</summary>
    [CascadingParameter]
    public required ThemeHost Host { get; set; }

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public required ThemeState State { get; set; }

    private string CurrentIcon => State.IsDark ? Icons.Material.Outlined.DarkMode : Icons.Material.Outlined.LightMode;
}
