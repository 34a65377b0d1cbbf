namespace MeshLab.Web.Pages.Checklist;

/// <summary>The task whose details are shown.</summary>
/// <param name="Id">The task.</param>
/// <param name="EditNote">Whether its note is being written.</param>
public sealed record OpenTask(string Id, bool EditNote);
