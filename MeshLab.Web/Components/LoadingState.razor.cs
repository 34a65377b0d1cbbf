using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>Says that something is being read. It appears after a moment only, so that quick reads do not flicker.</summary>
public sealed partial class LoadingState
{
    /// <summary>What is being read.</summary>
    [Parameter]
    public string Text { get; set; } = "Loading…";
}
