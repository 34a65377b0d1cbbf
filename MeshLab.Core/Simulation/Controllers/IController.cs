using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>
/// A level-triggered controller: it is told that an object may need work, reads what is, and makes one step towards what should be.
/// It is called from one thread a cluster and must not block.
/// </summary>
internal interface IController
{
    /// <summary>Its name in logs and events, e.g. <c>deployment-controller</c>.</summary>
    string Name { get; }

    /// <summary>The objects of this controller that a change may affect.</summary>
    IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted);

    /// <summary>Works on one object, which may no longer exist; how long until it wants to look again, or null.</summary>
    TimeSpan? Reconcile(ObjectKey key);
}
