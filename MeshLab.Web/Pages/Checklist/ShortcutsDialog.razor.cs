using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>The checklist's keys.</summary>
public sealed partial class ShortcutsDialog
{
    /// <summary>The dialog around it.</summary>
    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }
}
