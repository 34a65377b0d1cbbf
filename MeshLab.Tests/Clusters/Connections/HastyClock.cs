using System.Collections.Concurrent;

namespace MeshLab.Tests.Clusters.Connections;

/// <summary>A clock on which chosen waits are over at once, and all others never; waits are recorded.</summary>
internal sealed class HastyClock(Func<TimeSpan, bool> overAtOnce) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || !overAtOnce(dueTime))
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
