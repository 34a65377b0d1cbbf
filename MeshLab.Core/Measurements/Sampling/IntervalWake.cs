using MeshLab.Core.Changes;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>A wait that ends early when the sampling interval changes.</summary>
internal sealed class IntervalWake : IDisposable
{
    private readonly IDisposable _subscription;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IntervalWake(ChangeFeed changes) =>
        _subscription = changes.Subscribe<SamplingIntervalChanged>(_ => Volatile.Read(ref _changed).TrySetResult());

    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var changed = Volatile.Read(ref _changed);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(time, clock, over.Token), changed.Task);
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (changed.Task.IsCompleted)
        {
            Volatile.Write(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    public void Dispose() => _subscription.Dispose();
}
