using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>Three steps for somebody who has just started MeshLab. They go once something was run.</summary>
public sealed partial class FirstSteps
{
    private bool _show;

    /// <summary>The runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RunChanged>(_ => _show);

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _show = (await Runs.ListHeadersAsync(null, 1, cancellationToken)).Count == 0;
}
