using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Runs;

/// <summary>What a dry run found: each object with the fields that would change, before and after.</summary>
public sealed partial class PlanView
{
    private bool _all;

    /// <summary>The plan in the order of its steps.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<PlanItem> Items { get; set; } = [];

    /// <summary>The run's steps, for their titles.</summary>
    [Parameter]
    public IReadOnlyList<RunStep> Steps { get; set; } = [];

    /// <summary>Whether the run has ended.</summary>
    [Parameter]
    public bool Ended { get; set; }

    /// <summary>Whether the objects' clusters are shown.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    private IReadOnlyList<PlanItem> Shown => _all ? Items : [.. Items.Where(item => item.Change != PlanChange.Unchanged)];

    private string Summary => string.Join(", ", Items.GroupBy(item => item.Change).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}"));

    private string Title(string step) => Steps.FirstOrDefault(one => one.Id == step)?.Title ?? $"Step {step}";

    private static string Word(PlanChange change) => change.ToString().ToLowerInvariant();

    private static string Class(PlanChange change) => $"plan-{Word(change)}";

    private static string Icon(PlanChange change) => change switch
    {
        PlanChange.Create => Icons.Material.Outlined.Add,
        PlanChange.Change => Icons.Material.Outlined.Edit,
        PlanChange.Remove => Icons.Material.Outlined.Remove,
        PlanChange.Unchanged => Icons.Material.Outlined.DragHandle,
        _ => Icons.Material.Outlined.QuestionMark,
    };
}
