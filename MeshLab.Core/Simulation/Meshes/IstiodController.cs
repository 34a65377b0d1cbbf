using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>What istiod and Cilium's operator do by themselves once they run: gateway classes, and Istio's root certificate in every namespace.</summary>
internal sealed class IstiodController(ControllerContext context) : IController
{
    private static readonly (string Name, string Controller, string Description)[] IstioClasses =
    [
        ("istio", GatewayApi.IstioController, "The default Istio GatewayClass"),
        ("istio-waypoint", GatewayApi.WaypointController, "The default Istio waypoint GatewayClass"),
    ];

    public string Name => "istiod";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("", "namespaces") when !deleted => [key],
        (GatewayApi.Group, "gatewayclasses") when !deleted => [key],
        ("apps", "deployments") when resource.Name().StartsWith("istiod", StringComparison.Ordinal) || resource.Name() == "cilium-operator" => Everything(),
        ("apiextensions.k8s.io", "customresourcedefinitions") when key.Name == "gatewayclasses." + GatewayApi.Group => Everything(),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (key.Plural == "gatewayclasses")
        {
            Class(key);
        }
        else if (context.Store.Peek(key) is { } space && !space.IsTerminating() && IstioInstallation.Find(context.Store) is [var istio, ..])
        {
            context.Ensure(new ObjectKey("", "configmaps", key.Name, "istio-ca-root-cert"), () => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = "istio-ca-root-cert", ["namespace"] = key.Name, ["labels"] = new JsonObject { ["istio.io/config"] = "true" } },
                ["data"] = new JsonObject { ["root-cert.pem"] = $"simulated, for {istio.Namespace}" },
            });
        }

        return null;
    }

    private IEnumerable<ObjectKey> Everything() =>
        context.Store.List("", "namespaces").Select(one => new ObjectKey("", "namespaces", "", one.Name()))
            .Concat(IstioClasses.Select(one => GatewayApi.ClassKey(one.Name)))
            .Append(GatewayApi.ClassKey("cilium"))
            .Concat(context.Store.List(GatewayApi.Group, "gatewayclasses").Select(one => GatewayApi.ClassKey(one.Name())));

    private void Class(ObjectKey key)
    {
        var type = context.Cluster.Types.All.FirstOrDefault(one => one.Group == GatewayApi.Group && one.Plural == "gatewayclasses");
        if (type is null)
        {
            return;
        }

        if (Own(key.Name) is var (name, controller, description) && name is not null)
        {
            context.Ensure(key, () => new JsonObject
            {
                ["apiVersion"] = type.ApiVersion,
                ["kind"] = "GatewayClass",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = new JsonObject { ["controllerName"] = controller, ["description"] = description },
            });
        }

        if (GatewayApi.ControllerOf(context.Store, key.Name) is not null)
        {
            context.Change(key, live =>
            {
                var status = live.Map("status");
                status["conditions"] = new JsonArray(GatewayApi.Condition(status["conditions"] as JsonArray, "Accepted", true, "Accepted", "Handled by the mesh's controller (simulated)", live.Integer("metadata", "generation"), context.Cluster.Timestamp));
            });
        }
    }

    private (string? Name, string Controller, string Description) Own(string name)
    {
        if (name == "cilium")
        {
            var enabled = context.Store.Peek(new ObjectKey("", "configmaps", "kube-system", "cilium-config")).Text("data", "enable-gateway-api") == "true";
            return (enabled && GatewayApi.HasCilium(context.Store) ? name : null, GatewayApi.CiliumController, "The default Cilium GatewayClass");
        }

        var own = IstioClasses.FirstOrDefault(one => one.Name == name);
        return own.Name is not null && IstioInstallation.Find(context.Store).Count > 0 ? own : (null, "", "");
    }
}
