using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>Writes a Gateway's conditions, its listeners' state and its address.</summary>
internal static class GatewayStatus
{
    /// <param name="context">The cluster's controllers.</param>
    /// <param name="key">The Gateway.</param>
    /// <param name="service">The Service in front of it.</param>
    /// <param name="address">Where it answers; null while it does not.</param>
    public static void Write(ControllerContext context, ObjectKey key, string service, string? address) => context.Change(key, live =>
    {
        var now = context.Cluster.Timestamp;
        var status = live.Map("status");
        var generation = live.Integer("metadata", "generation");
        var old = status["conditions"] as JsonArray;
        var host = $"{service}.{key.Namespace}.svc.cluster.local";
        status["conditions"] = new JsonArray(
            GatewayApi.Condition(old, "Accepted", true, "Accepted", "Resource accepted", generation, now),
            address is not null
                ? GatewayApi.Condition(old, "Programmed", true, "Programmed", $"Resource programmed, assigned to service(s) {host}", generation, now)
                : GatewayApi.Condition(old, "Programmed", false, "AddressNotAssigned", $"Assigned to service(s) {host}, but failed to assign to all requested addresses: the service has no ready endpoint yet", generation, now));
        status["addresses"] = address is null ? new JsonArray() : new JsonArray(new JsonObject { ["type"] = "IPAddress", ["value"] = address });
        status["listeners"] = new JsonArray([.. live.Items("spec", "listeners").Select(one => Listener(context, live, one, address is not null, now))]);
    });

    private static JsonObject Listener(ControllerContext context, JsonObject gateway, JsonObject listener, bool works, string now)
    {
        var name = listener.Text("name");
        var generation = gateway.Integer("metadata", "generation");
        var old = gateway.Items("status", "listeners").FirstOrDefault(one => one.Text("name") == name)?["conditions"] as JsonArray;
        return new JsonObject
        {
            ["name"] = name,
            ["attachedRoutes"] = Attached(context, gateway, name),
            ["supportedKinds"] = new JsonArray(
                new JsonObject { ["group"] = GatewayApi.Group, ["kind"] = "HTTPRoute" },
                new JsonObject { ["group"] = GatewayApi.Group, ["kind"] = "GRPCRoute" }),
            ["conditions"] = new JsonArray(
                GatewayApi.Condition(old, "Accepted", true, "Accepted", "No errors found", generation, now),
                GatewayApi.Condition(old, "Conflicted", false, "NoConflicts", "No errors found", generation, now),
                GatewayApi.Condition(old, "Programmed", works, works ? "Programmed" : "Pending", works ? "No errors found" : "Waiting for the proxy", generation, now),
                GatewayApi.Condition(old, "ResolvedRefs", true, "ResolvedRefs", "No errors found", generation, now)),
        };
    }

    private static int Attached(ControllerContext context, JsonObject gateway, string? listener) =>
        GatewayApi.Routes.SelectMany(plural => context.Store.List(GatewayApi.Group, plural)).Count(route => route.Items("spec", "parentRefs").Any(parent =>
            (parent.Text("kind") ?? "Gateway") == "Gateway" && parent.Text("name") == gateway.Name()
            && (parent.Text("namespace") ?? route.Namespace()) == gateway.Namespace()
            && (parent.Text("sectionName") is not { } section || section == listener)));
}
