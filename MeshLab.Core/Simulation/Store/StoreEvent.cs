using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Store;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change of the store. The object must not be changed by whoever receives it.</summary>
internal sealed record StoreEvent(StoreEventType Type, ObjectKey Key, JsonObject Resource, long ResourceVersion);
