using MeshLab.Core.Documents;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Documents;

/// <summary>One document with its table of contents.</summary>
public sealed partial class DocumentPage
{
    private LabDocument? _document;

    /// <summary>Below the documents' folder, with or without <c>.md</c>.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>The documents.</summary>
    [Inject]
    public required DocumentCatalogue Catalogue { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _document = Catalogue.Find(Path ?? "");

    private static readonly string[] ShownFacts = ["status", "date"];

    private static string? Facts(LabDocument document)
    {
        var facts = ShownFacts
            .Where(document.FrontMatter.ContainsKey)
            .Select(key => $"{char.ToUpperInvariant(key[0])}{key[1..]}: {document.FrontMatter[key]}");
        return string.Join(" · ", facts) is { Length: > 0 } text ? text : null;
    }
}
