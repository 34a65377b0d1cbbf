namespace MeshLab.Core.Runs.Execution;

/// <summary>
/// How long a step is patient with a cluster that does not answer: an API server that restarts, a node that reboots, a VPN that comes back. Every
/// step can be done again (as after the end of MeshLab), so such attempts do not count against the step's own retries.
/// </summary>
internal sealed class OutagePatience(TimeProvider clock)
{
    /// <summary>A control plane of one node is back within a minute or two.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private long _since;

    /// <summary>How many attempts in a row met an outage.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the failure is an outage that is still to be waited for. Any other failure ends the count.</summary>
    public bool Allows(StepFailedException? error)
    {
        if (error is not { Outage: true })
        {
            Count = 0;
            return false;
        }

        if (Count++ == 0)
        {
            _since = clock.GetTimestamp();
        }

        return clock.GetElapsedTime(_since) < Longest;
    }
}
