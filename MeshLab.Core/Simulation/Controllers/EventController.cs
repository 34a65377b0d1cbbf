using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Drops Events an hour after they were last seen.</summary>
internal sealed class EventController(ControllerContext context) : IController
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Name => "event-ttl";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        key is { Group: "", Plural: "events" } && !deleted ? [key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } one)
        {
            return null;
        }

        var seen = one.Time("lastTimestamp") ?? one.Time("eventTime") ?? one.Time("metadata", "creationTimestamp") ?? context.Now;
        var left = seen + Lifetime - context.Now;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        context.Store.Change(key, _ => null);
        return null;
    }
}
