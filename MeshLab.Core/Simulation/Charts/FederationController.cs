using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// Stands in for the controllers of Liqo: gives its objects the status of <see cref="FederationStatuses"/> once for each
/// generation, while the workload that would do it is installed, and lets go of what is being deleted.
/// </summary>
internal sealed class FederationController(ControllerContext context) : IController
{
    private const string Seen = "meshlab.dev/simulated-generation";

    public string Name => "federation";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted)
    {
        if (deleted)
        {
            return [];
        }

        if (FederationStatuses.All.ContainsKey((key.Group, key.Plural)))
        {
            return [key];
        }

        // A controller that has come up finds what was there before it.
        return (key.Group, key.Plural) is ("apps", "deployments") or ("apps", "statefulsets")
            ? FederationStatuses.All.Where(one => key.Name.EndsWith(one.Value.Controller, StringComparison.Ordinal))
                .SelectMany(one => context.Store.List(one.Key.Group, one.Key.Plural).Select(item => new ObjectKey(one.Key.Group, one.Key.Plural, item.Namespace(), item.Name())))
            : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var (controller, status) = FederationStatuses.All[(key.Group, key.Plural)];
        if (context.Store.Peek(key) is not { } resource || !IsInstalled(controller))
        {
            return null;
        }

        if (resource.IsTerminating())
        {
            // Its finalizers wait for a controller that is not there.
            context.Store.Change(key, _ => null);
            return null;
        }

        var generation = (resource.Integer("metadata", "generation") ?? 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (resource.Annotation(Seen) == generation && resource["status"] is JsonObject { Count: > 0 })
        {
            return null;
        }

        context.Change(key, live =>
        {
            live.Map("metadata").Map("annotations")[Seen] = generation;
            live["status"] = status(context.Cluster, live);
        });
        return null;
    }

    private bool IsInstalled(string controller) =>
        context.Store.List("apps", "deployments").Concat(context.Store.List("apps", "statefulsets")).Any(one => one.Name().EndsWith(controller, StringComparison.Ordinal));
}
