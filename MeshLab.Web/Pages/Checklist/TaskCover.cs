namespace MeshLab.Web.Pages.Checklist;

/// <summary>Something that does a task: a scenario, one of its steps, or a place in a document.</summary>
/// <param name="IsDocument">Whether it is a document.</param>
/// <param name="Source">The scenario's name or the document's path.</param>
/// <param name="Text">For people, e.g. <c>istio-tutorial: Canary</c>.</param>
/// <param name="Href">The page that shows it.</param>
public sealed record TaskCover(bool IsDocument, string Source, string Text, string Href);
