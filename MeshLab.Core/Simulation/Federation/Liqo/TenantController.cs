using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>Confirms a provider's Tenant, and lets it go when it is deleted.</summary>
internal sealed class TenantController(ControllerContext context) : IController
{
    public string Name => "liqo-tenant-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (LiqoNames.Authentication, "tenants") when !deleted => [key],
        ("apps", "deployments") when key.Name == LiqoInstallation.ControllerManager =>
            context.Store.List(LiqoNames.Authentication, "tenants").Select(one => new ObjectKey(LiqoNames.Authentication, "tenants", one.Namespace(), one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } tenant || !LiqoInstallation.Is(context.Cluster))
        {
            return null;
        }

        if (tenant.IsTerminating())
        {
            context.DropFinalizer(key, one => one == LiqoNames.TenantFinalizer);
            return null;
        }

        context.Hold(key, LiqoNames.TenantFinalizer);
        context.Change(key, live => live.Map("status")["tenantNamespace"] = key.Namespace);
        return null;
    }
}
