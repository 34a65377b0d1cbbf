using MeshLab.Core;
using MeshLab.Core.Documents;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Documents;

/// <summary>The list of documents, and the search in them.</summary>
public sealed partial class DocumentsPage
{
    private IReadOnlyList<IGrouping<string, DocumentEntry>> _groups = [];
    private IReadOnlyList<DocumentHit> _hits = [];
    private string _query = "";
    private string? _error;

    /// <summary>The documents.</summary>
    [Inject]
    public required DocumentCatalogue Catalogue { get; set; }

    /// <summary>Where they lie.</summary>
    [Inject]
    public required ContentDirectories Directories { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Load();

    private void Load() => Try(() => _groups = [.. Catalogue.List().GroupBy(entry => entry.Group)]);

    private void Search(string? query)
    {
        _query = query?.Trim() ?? "";
        Try(() => _hits = Catalogue.Search(_query));
    }

    private void Try(Action read)
    {
        try
        {
            read();
            _error = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _error = error.Message;
        }
    }
}
