using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>A section: its goal, progress and rows. A long one renders only the rows in sight.</summary>
public sealed partial class SectionCard
{
    private const int MaxRowsRendered = 300;

    /// <summary>The section with the rows to show.</summary>
    [Parameter]
    [EditorRequired]
    public required ChecklistSection Section { get; set; }

    /// <summary>What does which task.</summary>
    [Parameter]
    [EditorRequired]
    public required ILookup<string, TaskCover> Covers { get; set; }

    /// <summary>Whether the rows are shown.</summary>
    [Parameter]
    public bool Expanded { get; set; }

    /// <summary>The task whose details are shown, in this section or another.</summary>
    [Parameter]
    public OpenTask? OpenTask { get; set; }

    /// <summary>A person folded or unfolded the section.</summary>
    [Parameter]
    public EventCallback OnToggle { get; set; }

    /// <summary>A person asked something of a row.</summary>
    [Parameter]
    public EventCallback<RowAction> OnAction { get; set; }

    private string HeadingId => $"heading-{Section.Section.Id}";

    private List<ChecklistRow> RowList => [.. Section.Rows];

    /// <summary>The id of the element that holds a section's rows.</summary>
    internal static string ListId(string sectionId) => $"section-{sectionId}";

    private string Percent(int tasks) => (Section.Section.Total == 0 ? 0 : 100.0 * tasks / Section.Section.Total).ToString("0.##");
}
