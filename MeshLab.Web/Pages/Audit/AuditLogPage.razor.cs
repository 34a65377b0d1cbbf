using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Audit;

/// <summary>The audit log, the newest entries first.</summary>
public sealed partial class AuditLogPage : LiveComponent
{
    private const int PageSize = 100;

    private static readonly (string Value, string Text)[] Kinds =
    [
        ("run.", "runs"), ("experiment.", "experiments"), ("roadmap.", "checklist and roadmaps"), ("decision.", "decisions"), ("prices.", "price books"), ("setting.", "settings"), ("login.", "logins"), ("user.", "users"), ("token.", "API tokens"),
    ];

    private IReadOnlyList<AuditEntry> _entries = [];
    private int _wanted = PageSize;
    private bool _more;
    private string _deed = "";
    private string _cluster = "";

    /// <summary>The log.</summary>
    [Inject]
    public required AuditTrail Trail { get; set; }

    /// <summary>The clusters to choose from.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Listen<RunChanged>();
        Listen<RoadmapChanged>();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        while (entries.Count < _wanted)
        {
            var page = await Trail.ListAsync(new(_deed, _cluster), entries.Count == 0 ? null : entries[^1].Id, Math.Min(_wanted - entries.Count, AuditTrail.LargestPage), cancellationToken);
            entries.AddRange(page);
            if (page.Count == 0)
            {
                break;
            }
        }

        (_entries, _more) = (entries, entries.Count == _wanted);
    }

    private static string? Where(AuditEntry entry) => (entry.Client, entry.Address) switch
    {
        (null, null) => null,
        var (client, address) => string.Join(", ", new[] { client, address }.OfType<string>()),
    };

    private string ExportAddress(string format) =>
        $"/api/v1/audit.{format}?deed={Uri.EscapeDataString(_deed)}&cluster={Uri.EscapeDataString(_cluster)}";

    private Task ChooseDeedAsync(ChangeEventArgs change)
    {
        (_deed, _wanted) = (change.Value?.ToString() ?? "", PageSize);
        return RefreshAsync();
    }

    private Task ChooseClusterAsync(ChangeEventArgs change)
    {
        (_cluster, _wanted) = (change.Value?.ToString() ?? "", PageSize);
        return RefreshAsync();
    }

    private Task MoreAsync()
    {
        _wanted += PageSize;
        return RefreshAsync();
    }
}
