using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Layout.Notices;

/// <summary>Says on every page that the database cannot be used just now, for as long as that lasts. The page below keeps what it showed.</summary>
public sealed partial class DatabaseNotice
{
    /// <summary>Knows whether runs can be written down.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<JournalStateChanged>();
        return Task.CompletedTask;
    }
}
