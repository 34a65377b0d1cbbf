using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>A bar of done tasks; the verified ones come first and are darker.</summary>
public sealed partial class ProgressBar
{
    /// <summary>Tasks done.</summary>
    [Parameter]
    public int Done { get; set; }

    /// <summary>Those of them that runs verified.</summary>
    [Parameter]
    public int Verified { get; set; }

    /// <summary>All tasks.</summary>
    [Parameter]
    public int Total { get; set; }

    /// <summary>What it is the progress of.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    private string Share(int part) => $"{(Total == 0 ? 0 : Math.Clamp(part * 100.0 / Total, 0, 100)):0.##}%";
}
