using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>Names of the Gateway API, and which mesh of the cluster serves what of it.</summary>
internal static class GatewayApi
{
    public const string Group = "gateway.networking.k8s.io";
    public const string IstioController = "istio.io/gateway-controller";
    public const string WaypointController = "istio.io/mesh-controller";
    public const string CiliumController = "io.cilium/gateway-controller";
    public const string LinkerdController = "linkerd.io/policy-controller";

    public static readonly string[] Routes = ["httproutes", "grpcroutes", "tlsroutes", "tcproutes", "udproutes"];

    public static ObjectKey ClassKey(string name) => new(Group, "gatewayclasses", "", name);

    /// <summary>The controller of a class when it is at work in this cluster, or null.</summary>
    public static string? ControllerOf(ObjectStore store, string? className)
    {
        if (className is null || store.Peek(ClassKey(className)).Text("spec", "controllerName") is not { } controller)
        {
            return null;
        }

        return controller switch
        {
            IstioController or WaypointController when IstioInstallation.Find(store).Count > 0 => controller,
            CiliumController when HasCilium(store) => controller,
            _ => null,
        };
    }

    public static bool HasCilium(ObjectStore store) =>
        store.List("apps", "deployments").Any(one => one.Name() == "cilium-operator" && one.Integer("status", "availableReplicas") > 0);

    /// <summary>The controllers that serve routes whose parent is a Service (mesh traffic).</summary>
    public static IEnumerable<string> MeshControllers(ObjectStore store)
    {
        if (IstioInstallation.Find(store).Count > 0)
        {
            yield return IstioController;
        }

        if (LinkerdInjector.Injector(store) is not null)
        {
            yield return LinkerdController;
        }

        if (HasCilium(store))
        {
            yield return CiliumController;
        }
    }

    /// <summary>A condition of a Gateway API status; its transition time is kept while its status is.</summary>
    public static JsonObject Condition(JsonArray? before, string type, bool value, string reason, string message, long? generation, string now)
    {
        var status = value ? "True" : "False";
        var old = before?.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == type);
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["observedGeneration"] = generation,
            ["lastTransitionTime"] = old.Text("status") == status ? old!["lastTransitionTime"]?.DeepClone() : now,
        };
    }
}
