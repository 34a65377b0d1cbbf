namespace MeshLab.Web.Pages.Checklist;

/// <summary>What a person asks of a row.</summary>
public enum RowActionKind
{
    /// <summary>Tick it or open it again.</summary>
    Set,

    /// <summary>Show its details, or hide them.</summary>
    ToggleDetails,

    /// <summary>Show its details with the note ready to write.</summary>
    EditNote,
}

/// <summary>One request.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Row">The row it is about.</param>
/// <param name="Done">Of <see cref="RowActionKind.Set"/>: whether to tick.</param>
public sealed record RowAction(RowActionKind Kind, ChecklistRow Row, bool Done = false);
