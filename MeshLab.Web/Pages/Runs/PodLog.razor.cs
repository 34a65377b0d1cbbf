using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>The log of a container of one of the run's pods, followed while it is shown. The newest lines are kept.</summary>
public sealed partial class PodLog
{
    private const int Tail = 200;
    private const int MostLines = 1_000;
    private static readonly TimeSpan RenderEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private IReadOnlyList<TreeNode> _pods = [];
    private CancellationTokenSource? _following;
    private string? _container;
    private string? _state;
    private string _filter = "";
    private string? _asked;
    private bool _pending;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public long RunId { get; set; }

    /// <summary>Whether the pods' clusters are named.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    /// <summary>The pod to show first: cluster, namespace and name, joined by slashes; null for none.</summary>
    [Parameter]
    public string? First { get; set; }

    /// <summary>Where pods and their logs come from.</summary>
    [Inject]
    public required RunObjects Objects { get; set; }

    private string? Chosen { get; set; }

    private TreeNode? Pod => _pods.FirstOrDefault(pod => KeyOf(pod) == Chosen);

    private string State => _state ?? (_lines.Count == 0 ? "no lines yet" : $"the last {Shown.Count} lines, live");

    private IReadOnlyList<string> Shown
    {
        get
        {
            lock (_gate)
            {
                return [.. _filter.Length == 0 ? _lines : _lines.Where(line => line.Contains(_filter, StringComparison.OrdinalIgnoreCase))];
            }
        }
    }

    /// <summary>How a pod is named in <see cref="First"/>.</summary>
    internal static string KeyOf(TreeNode pod) => $"{pod.Cluster}/{pod.Namespace}/{pod.Name}";

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<InventoryHealthChanged>(change => change.RunId == RunId);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (First != _asked)
        {
            _asked = First;
            await ChooseAsync(First, null);
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _pods = [.. (await Objects.GetTreeAsync(RunId, cancellationToken)).SelectMany(space => space.Pods())];
        if (Chosen is not null && _following is null)
        {
            await ChooseAsync(Chosen, null);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await StopAsync();
        await base.DisposeAsyncCore();
    }

    private async Task ChooseAsync(string? key, string? container)
    {
        await StopAsync();
        lock (_gate)
        {
            _lines.Clear();
        }

        (Chosen, _state) = (key is { Length: > 0 } ? key : null, null);
        if (Pod is not { Pod.Containers: { Count: > 0 } containers } pod)
        {
            return;
        }

        _container = containers.Contains(container) ? container! : containers[0];
        _following = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _ = FollowAsync(pod, _container, _following.Token);
    }

    private async Task FollowAsync(TreeNode pod, string container, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in Objects.FollowLogAsync(pod.Cluster, pod.Namespace!, pod.Name, container, Tail, cancellationToken))
            {
                Add(AnsiText.Plain(line));
                RenderSoon(cancellationToken);
            }

            _state = "the container has ended its log";
        }
        catch (ClusterException error)
        {
            _state = error.Message;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await InvokeAsync(StateHasChanged);
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>A storm of lines costs four renders a second.</summary>
    private void RenderSoon(CancellationToken cancellationToken)
    {
        if (!_pending)
        {
            _pending = true;
            _ = RenderAsync();
        }

        async Task RenderAsync()
        {
            try
            {
                await Task.Delay(RenderEvery, Clock, cancellationToken);
                _pending = false;
                await InvokeAsync(StateHasChanged);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                _pending = false;
            }
        }
    }

    private async Task StopAsync()
    {
        if (_following is { } following)
        {
            _following = null;
            await following.CancelAsync();
            following.Dispose();
        }
    }
}
