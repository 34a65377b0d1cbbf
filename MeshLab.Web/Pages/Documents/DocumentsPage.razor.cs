using MeshLab.Core;
using MeshLab.Core.Documents;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Documents;

/// <summary>The list of documents, and the search in them.</summary>
public sealed partial class DocumentsPage
{
    private IReadOnlyList<IGrouping<string, DocumentEntry>> _groups = [];
    private IReadOnlyList<LabHit> _hits = [];
    private string _query = "";
    private string? _error;

    /// <summary>The documents.</summary>
    [Inject]
    public required DocumentCatalogue Catalogue { get; set; }

    /// <summary>What finds in documents, scenarios and tasks.</summary>
    [Inject]
    public required LabSearch LabSearch { get; set; }

    /// <summary>The words looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The address, which keeps the words.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Where they lie.</summary>
    [Inject]
    public required ContentDirectories Directories { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Load();

    private void Load() => Try(() => _groups = [.. Catalogue.List().GroupBy(entry => entry.Group)]);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if ((Query?.Trim() ?? "") != _query)
        {
            await FindAsync(Query);
        }
    }

    private async Task SearchAsync(string? query)
    {
        await FindAsync(query);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", _query.Length > 0 ? _query : null), replace: true);
    }

    private async Task FindAsync(string? query)
    {
        _query = query?.Trim() ?? "";
        try
        {
            var (asked, hits) = (_query, await LabSearch.FindAsync(_query, CancellationToken.None));

            // Typing goes on while a search runs; only the answer to the newest words is shown.
            _hits = asked == _query ? hits : _hits;
            _error = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _error = error.Message;
        }
    }

    private static string Heading(LabHitKind kind, int count) => kind switch
    {
        LabHitKind.Document => count == 1 ? "1 document" : $"{count} documents",
        LabHitKind.Scenario => count == 1 ? "1 scenario" : $"{count} scenarios",
        _ => count == 1 ? "1 task" : $"{count} tasks",
    };

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
