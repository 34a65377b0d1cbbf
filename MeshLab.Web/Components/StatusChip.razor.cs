using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Components;

/// <summary>A status as icon and text.</summary>
public sealed partial class StatusChip
{
    /// <summary>The word, e.g. <c>Running</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>What it means.</summary>
    [Parameter]
    public StatusTone Tone { get; set; }

    private string Icon => Tone switch
    {
        StatusTone.Info => Icons.Material.Outlined.Autorenew,
        StatusTone.Success => Icons.Material.Outlined.CheckCircle,
        StatusTone.Warning => Icons.Material.Outlined.WarningAmber,
        StatusTone.Error => Icons.Material.Outlined.ErrorOutline,
        _ => Icons.Material.Outlined.Circle,
    };
}
