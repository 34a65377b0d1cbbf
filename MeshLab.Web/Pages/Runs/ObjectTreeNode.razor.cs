using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>An object of the tree and those below it.</summary>
public sealed partial class ObjectTreeNode
{
    /// <summary>The object.</summary>
    [Parameter]
    [EditorRequired]
    public required TreeNode Node { get; set; }

    /// <summary>A person wants the log of a pod.</summary>
    [Parameter]
    public EventCallback<TreeNode> OnLog { get; set; }
}
