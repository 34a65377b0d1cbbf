using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>A controller of Fleet's manager: works while the component runs, and writes a status only when it says something new.</summary>
internal abstract class FleetController(ControllerContext context, string plural, string component) : IController
{
    protected static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    protected ControllerContext Context => context;

    public string Name => $"{component}/{plural}";

    public abstract IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted);

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (!FleetInstallation.Runs(context.Cluster, component))
        {
            return null;
        }

        if (context.Store.Peek(key) is not { } resource)
        {
            Gone(key);
            return null;
        }

        return resource.IsTerminating() ? Finish(key, resource) : Work(key, resource);
    }

    protected abstract TimeSpan? Work(ObjectKey key, JsonObject resource);

    /// <summary>Cleans up behind an object on its way out.</summary>
    protected virtual TimeSpan? Finish(ObjectKey key, JsonObject resource)
    {
        context.DropFinalizer(key, one => one.StartsWith("fleet.cattle.io/", StringComparison.Ordinal));
        return null;
    }

    protected virtual void Gone(ObjectKey key)
    {
    }

    protected IEnumerable<ObjectKey> Own(string? @namespace = null) => FleetInstallation.Keys(context.Cluster, plural, @namespace);

    protected void Report(ObjectKey key, JsonObject status)
    {
        if (!JsonNode.DeepEquals(FleetInstallation.WithoutTimes(context.Store.Peek(key)?["status"]), FleetInstallation.WithoutTimes(status)))
        {
            context.Change(key, live => live["status"] = status);
        }
    }

    /// <summary>Puts a finalizer on, so that <see cref="Finish"/> has its say.</summary>
    protected void Hold(ObjectKey key, JsonObject resource, string finalizer)
    {
        if ((resource.At("metadata", "finalizers") as JsonArray ?? []).All(one => one?.ToString() != finalizer))
        {
            context.Change(key, live => live.Map("metadata").List("finalizers").Add(finalizer));
        }
    }
}
