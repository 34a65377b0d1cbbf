using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Store;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change of the store. The objects must not be changed by whoever receives it.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Key">To which object.</param>
/// <param name="Resource">The object after the change; as it last was when it is gone.</param>
/// <param name="ResourceVersion">The version of the change.</param>
/// <param name="Before">The object before the change; null when there was none.</param>
internal sealed record StoreEvent(StoreEventType Type, ObjectKey Key, JsonObject Resource, long ResourceVersion, JsonObject? Before);
