using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>
/// Serves Gateways: Istio's get a Deployment and a Service of their own (a waypoint inside the cluster, a gateway at a load balancer's
/// address), Cilium's a Service alone. A Gateway whose class nobody serves is left as it is.
/// </summary>
internal sealed class GatewayController(ControllerContext context) : IController
{
    public string Name => "gateway-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (GatewayApi.Group, "gateways") => [key],
        (GatewayApi.Group, "gatewayclasses") => All().Where(one => one.Text("spec", "gatewayClassName") == key.Name).Select(Key),
        (GatewayApi.Group, _) when GatewayApi.Routes.Contains(key.Plural) => resource.Items("spec", "parentRefs")
            .Where(one => (one.Text("kind") ?? "Gateway") == "Gateway" && one.Text("name") is not null)
            .Select(one => new ObjectKey(GatewayApi.Group, "gateways", one.Text("namespace") ?? key.Namespace, one.Text("name")!)),
        ("apps", "deployments") when resource.Name().StartsWith("istiod", StringComparison.Ordinal) || resource.Name() == "cilium-operator" => All().Select(Key),
        ("apps", "deployments") or ("", "services") => Ownership.ControllerKey(resource, "Gateway", GatewayApi.Group, "gateways"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } gateway || gateway.IsTerminating()
            || GatewayApi.ControllerOf(context.Store, gateway.Text("spec", "gatewayClassName")) is not { } controller)
        {
            return null;
        }

        var isWaypoint = controller == GatewayApi.WaypointController;
        var name = GatewayWorkload.NameOf(gateway, controller);
        var service = new ObjectKey("", "services", key.Namespace, name);
        if (controller != GatewayApi.CiliumController)
        {
            var istio = IstioInstallation.Find(context.Store)[0];
            context.Ensure(new ObjectKey("", "serviceaccounts", key.Namespace, name), () => GatewayWorkload.Account(gateway, name));
            context.Ensure(new ObjectKey("apps", "deployments", key.Namespace, name), () => GatewayWorkload.Deployment(gateway, name, isWaypoint, istio));
        }

        context.Ensure(service, () => GatewayWorkload.Service(gateway, name, isWaypoint));
        KeepPorts(service, GatewayWorkload.Service(gateway, name, isWaypoint));
        var address = isWaypoint
            ? context.Store.Peek(service).Text("spec", "clusterIP")
            : context.Store.Peek(service).Items("status", "loadBalancer", "ingress").FirstOrDefault().Text("ip") ?? (GatewayWorkload.IsInside(gateway) ? context.Store.Peek(service).Text("spec", "clusterIP") : null);
        var works = controller == GatewayApi.CiliumController || context.Store.Peek(new ObjectKey("apps", "deployments", key.Namespace, name)).Integer("status", "availableReplicas") > 0;
        GatewayStatus.Write(context, key, name, works ? address : null);
        return null;
    }

    private static ObjectKey Key(JsonObject gateway) => new(GatewayApi.Group, "gateways", gateway.Namespace(), gateway.Name());

    private IEnumerable<JsonObject> All() => context.Store.List(GatewayApi.Group, "gateways");

    /// <summary>Brings the Service's ports up to date with the listeners.</summary>
    private void KeepPorts(ObjectKey key, JsonObject wanted) => context.Change(key, live =>
    {
        var ports = wanted.Items("spec", "ports").ToList();
        if (!ports.Select(one => one.Integer("port")).SequenceEqual(live.Items("spec", "ports").Select(one => one.Integer("port"))))
        {
            live.Map("spec")["ports"] = new JsonArray([.. ports.Select(one => one.DeepClone())]);
        }
    });
}
