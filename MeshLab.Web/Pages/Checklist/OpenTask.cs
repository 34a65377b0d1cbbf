namespace MeshLab.Web.Pages.Checklist;

/// <summary>The task whose details are shown.</summary>
/// <param name="Id">The task.</param>
/// <param name="NoteAsked">How often the page was asked for a note to write; each time opens the editor once. 0 opens the details alone.</param>
public sealed record OpenTask(string Id, int NoteAsked);
