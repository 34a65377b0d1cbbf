namespace MeshLab.Core.Documents;

/// <summary>What rendering makes of a document.</summary>
/// <param name="Title">The first heading's text; null when there is none.</param>
/// <param name="Html">The rest as safe HTML.</param>
/// <param name="Headings">Headings of the second and third level.</param>
/// <param name="FrontMatter">The simple <c>key: value</c> pairs of its front matter.</param>
internal sealed record RenderedDocument(
    string? Title,
    string Html,
    IReadOnlyList<DocumentHeading> Headings,
    IReadOnlyDictionary<string, string> FrontMatter);
