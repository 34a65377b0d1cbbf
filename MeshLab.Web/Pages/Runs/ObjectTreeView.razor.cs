using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>What a run made, as a tree that follows the clusters: namespaces, workloads, pods, each with its health.</summary>
public sealed partial class ObjectTreeView
{
    private const int MostOthers = 4;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private IReadOnlyList<TreeNode> _tree = [];
    private ITimer? _timer;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public long RunId { get; set; }

    /// <summary>Whether the objects' clusters are named.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    /// <summary>A person wants the log of a pod.</summary>
    [Parameter]
    public EventCallback<TreeNode> OnLog { get; set; }

    /// <summary>Where the objects come from.</summary>
    [Inject]
    public required RunObjects Objects { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<InventoryHealthChanged>(change => change.RunId == RunId);
        Listen<RunChanged>(change => change.RunId == RunId);
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, Every, Every);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _tree = await Objects.GetTreeAsync(RunId, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await base.DisposeAsyncCore();
    }

    private static ObjectHealth Worst(TreeNode node) => node.Children.Select(Worst).Append(node.Health).Max();

    private static string Words(TreeNode space)
    {
        var pods = space.Pods().ToList();
        var worst = Worst(space);
        return $"{worst.ToString().ToLowerInvariant()}{(pods.Count == 0 ? "" : $", {pods.Count(pod => pod.Health == ObjectHealth.Healthy)} of {pods.Count} pods healthy")}";
    }
}
