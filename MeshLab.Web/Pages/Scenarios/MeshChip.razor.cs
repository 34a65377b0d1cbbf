using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>The mesh of a scenario, with the colour it has in charts.</summary>
public sealed partial class MeshChip
{
    /// <summary>The mesh.</summary>
    [Parameter]
    [EditorRequired]
    public Mesh Mesh { get; set; }
}
