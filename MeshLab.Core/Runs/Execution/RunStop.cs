namespace MeshLab.Core.Runs.Execution;

/// <summary>Asks a run to stop: because a person cancels it, because MeshLab shuts down, or because another process has taken it over.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private volatile bool _cancelled;
    private volatile bool _lost;

    public CancellationToken Token => _source.Token;

    /// <summary>Whether a person asked.</summary>
    public bool Cancelled => _cancelled;

    /// <summary>Whether another process has taken the run over, so that nothing more may be written about it.</summary>
    public bool Lost => _lost;

    public Task LoseAsync()
    {
        _lost = true;
        return ShutDownAsync();
    }

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
