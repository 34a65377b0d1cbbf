namespace MeshLab.Core.Runs.Execution;

/// <summary>Asks a run to stop: because a person cancels it, or because MeshLab shuts down.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private volatile bool _cancelled;

    public CancellationToken Token => _source.Token;

    /// <summary>Whether a person asked.</summary>
    public bool Cancelled => _cancelled;

    public Task CancelAsync()
    {
        _cancelled = true;
        return ShutDownAsync();
    }

    public async Task ShutDownAsync()
    {
        try
        {
            await _source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The run ended in the same moment.
        }
    }

    public void Dispose() => _source.Dispose();
}
