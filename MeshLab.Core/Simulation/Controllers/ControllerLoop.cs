using System.Threading.Channels;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>
/// Runs the controllers of one cluster on one thread: store events mark objects, the queue hands them out, and every few minutes all
/// objects are looked at again. A controller that fails is logged and tried again later; the others carry on.
/// </summary>
internal sealed partial class ControllerLoop
{
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly DemoCluster _cluster;
    private readonly IReadOnlyList<IController> _controllers;
    private readonly ILogger _logger;
    private readonly WorkQueue _queue = new();
    private readonly Dictionary<(IController Controller, ObjectKey Key), int> _failures = [];
    private readonly ChannelReader<StoreEvent> _changes;
    private DateTimeOffset _nextResync;

    public ControllerLoop(DemoCluster cluster, IReadOnlyList<IController> controllers, ILogger logger, CancellationToken cancellationToken)
    {
        _cluster = cluster;
        _controllers = controllers;
        _logger = logger;
        _changes = cluster.Store.Watch(cluster.Store.Version, cancellationToken)!;
        MarkAll();
    }

    /// <summary>When there is something to do next, unless a change comes first.</summary>
    public DateTimeOffset NextDue => _queue.NextDue is { } due && due < _nextResync ? due : _nextResync;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            RunDue(cancellationToken);
            await WaitAsync(cancellationToken);
        }
    }

    /// <summary>Does everything that is due by the cluster's clock, including what that brings about.</summary>
    public void RunDue(CancellationToken cancellationToken = default)
    {
        Drain();
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = _cluster.Clock.GetUtcNow();
            if (now >= _nextResync)
            {
                MarkAll();
            }

            if (!_queue.TryTake(now, out var item))
            {
                return;
            }

            Reconcile(item.Controller, item.Key);
            Drain();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var pause = NextDue - _cluster.Clock.GetUtcNow();
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var change = _changes.WaitToReadAsync(woken.Token).AsTask();
        var delay = Task.Delay(pause, _cluster.Clock, woken.Token);
        await Task.WhenAny(change, delay);
        await woken.CancelAsync();
        await Task.WhenAll(change, delay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Drain()
    {
        while (_changes.TryRead(out var change))
        {
            Mark(change.Key, change.Resource, change.Type == StoreEventType.Deleted);
        }
    }

    private void MarkAll()
    {
        _nextResync = _cluster.Clock.GetUtcNow() + Resync;
        foreach (var type in _cluster.Types.All.Where(one => !one.IsReview).DistinctBy(one => (one.Group, one.Plural)).ToList())
        {
            foreach (var resource in _cluster.Store.List(type.Group, type.Plural))
            {
                Mark(new ObjectKey(type.Group, type.Plural, resource.Namespace(), resource.Name()), resource, deleted: false);
            }
        }
    }

    private void Mark(ObjectKey key, System.Text.Json.Nodes.JsonObject resource, bool deleted)
    {
        var now = _cluster.Clock.GetUtcNow();
        foreach (var controller in _controllers)
        {
            try
            {
                foreach (var affected in controller.Affected(key, resource, deleted))
                {
                    _queue.Add(controller, affected, now);
                }
            }
#pragma warning disable CA1031 // An object no controller can read must not stop the others.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogFailed(_logger, controller.Name, _cluster.Name, key, Resync.TotalSeconds, error);
            }
        }
    }

    private void Reconcile(IController controller, ObjectKey key)
    {
        try
        {
            if (controller.Reconcile(key) is { } again)
            {
                _queue.Add(controller, key, _cluster.Clock.GetUtcNow() + again);
            }

            _failures.Remove((controller, key));
        }
#pragma warning disable CA1031 // A controller that fails is tried again; the demo cluster lives on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var failures = _failures[(controller, key)] = _failures.GetValueOrDefault((controller, key)) + 1;
            var pause = TimeSpan.FromSeconds(Math.Min(LongestRetry.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 10))));
            _queue.Add(controller, key, _cluster.Clock.GetUtcNow() + pause);
            if (error is StatusError { Code: 403 or 404 or 409 } refused)
            {
                LogRefused(_logger, controller.Name, _cluster.Name, key, refused.Message);
            }
            else
            {
                LogFailed(_logger, controller.Name, _cluster.Name, key, pause.TotalSeconds, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller} of cluster {Cluster} failed on {Key}; it tries again in {Seconds} s")]
    private static partial void LogFailed(ILogger logger, string controller, string cluster, ObjectKey key, double seconds, Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller} of cluster {Cluster} was refused on {Key}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string controller, string cluster, ObjectKey key, string reason);
}
