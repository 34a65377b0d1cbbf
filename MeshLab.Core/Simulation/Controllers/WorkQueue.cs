using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>What is to be reconciled and when. An item that is added again keeps the earlier time, so bursts of changes become one reconcile.</summary>
internal sealed class WorkQueue
{
    private readonly Dictionary<(IController Controller, ObjectKey Key), DateTimeOffset> _due = [];
    private readonly PriorityQueue<(IController Controller, ObjectKey Key), (DateTimeOffset At, long Order)> _order = new();
    private long _sequence;

    /// <summary>When the next item is due; null when there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_order.TryPeek(out var item, out var priority))
            {
                if (_due.TryGetValue(item, out var at) && at == priority.At)
                {
                    return at;
                }

                _order.Dequeue();
            }

            return null;
        }
    }

    public void Add(IController controller, ObjectKey key, DateTimeOffset at)
    {
        var item = (controller, key);
        if (_due.TryGetValue(item, out var earlier) && earlier <= at)
        {
            return;
        }

        _due[item] = at;
        _order.Enqueue(item, (at, _sequence++));
    }

    /// <summary>Takes the next item that is due.</summary>
    public bool TryTake(DateTimeOffset now, out (IController Controller, ObjectKey Key) item)
    {
        item = default;
        if (NextDue is not { } due || due > now)
        {
            return false;
        }

        item = _order.Dequeue();
        _due.Remove(item);
        return true;
    }
}
