namespace MeshLab.Core.Documents;

/// <summary>A document of the catalogue.</summary>
/// <param name="Path">Below the documents' folder, with forward slashes, e.g. <c>patterns/istio.md</c>.</param>
/// <param name="Title">Its first heading; its file name when there is none.</param>
/// <param name="Group">For people: <c>Guides</c>, <c>Decision records</c>, <c>Patterns</c>, or the folder's name.</param>
public sealed record DocumentEntry(string Path, string Title, string Group)
{
    /// <summary>The address of its page.</summary>
    public string Url => DocumentLinks.PageOf(Path);
}

/// <summary>A document, rendered.</summary>
/// <param name="Entry">Which one.</param>
/// <param name="Html">Its text without the title, as safe HTML.</param>
/// <param name="Headings">Its table of contents.</param>
/// <param name="FrontMatter">Simple values of its front matter, e.g. an ADR's <c>status</c> and <c>date</c>.</param>
public sealed record LabDocument(
    DocumentEntry Entry,
    string Html,
    IReadOnlyList<DocumentHeading> Headings,
    IReadOnlyDictionary<string, string> FrontMatter);

/// <summary>A document that a search found.</summary>
/// <param name="Entry">Which one.</param>
/// <param name="Excerpt">Text around the first place; empty when only the title fits.</param>
public sealed record DocumentHit(DocumentEntry Entry, string Excerpt);
