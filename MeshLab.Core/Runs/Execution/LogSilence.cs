namespace MeshLab.Core.Runs.Execution;

/// <summary>Tells when a step has waited so long without a line in the log that its reader should hear of it: after 15 seconds, then after ever longer times.</summary>
internal sealed class LogSilence(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private long _since = clock.GetTimestamp();
    private TimeSpan _allowed = First;

    /// <summary>Something was logged.</summary>
    public void Broken()
    {
        _since = clock.GetTimestamp();
        _allowed = First;
    }

    /// <summary>Whether a line is due; the caller writes it, and the next silence may last twice as long.</summary>
    public bool IsOver()
    {
        if (clock.GetElapsedTime(_since) < _allowed)
        {
            return false;
        }

        _since = clock.GetTimestamp();
        _allowed = _allowed * 2 > Longest ? Longest : _allowed * 2;
        return true;
    }
}
