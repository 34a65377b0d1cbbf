using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>Answers routes of the Gateway API, one status entry a parent and controller: accepted or not, and whether all backends exist.</summary>
internal sealed class RouteController(ControllerContext context) : IController
{
    private const string LinkerdGroup = "policy.linkerd.io";

    public string Name => "route-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (GatewayApi.Group, _) when GatewayApi.Routes.Contains(key.Plural) => [key],
        (LinkerdGroup, "httproutes") => [key],
        (GatewayApi.Group, "gateways" or "gatewayclasses") => All(),
        ("", "services") => All(),
        ("apps", "deployments") when resource.Name().StartsWith("istiod", StringComparison.Ordinal) || resource.Name() is "linkerd-proxy-injector" or "cilium-operator" => All(),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } route || route.IsTerminating())
        {
            return null;
        }

        var missing = MissingBackends(route);
        context.Change(key, live =>
        {
            var old = live.Items("status", "parents").ToList();
            var parents = new JsonArray();
            foreach (var reference in live.Items("spec", "parentRefs"))
            {
                foreach (var (controller, refusal) in Answers(key, live, reference))
                {
                    parents.Add(Entry(live, reference, controller, refusal, missing, old));
                }
            }

            if (parents.Count > 0 || old.Count > 0)
            {
                live.Map("status")["parents"] = parents;
            }
        });
        return null;
    }

    private IEnumerable<ObjectKey> All() =>
        GatewayApi.Routes.Select(plural => (GatewayApi.Group, plural)).Append((LinkerdGroup, "httproutes"))
            .SelectMany(type => context.Store.List(type.Item1, type.Item2).Select(one => new ObjectKey(type.Item1, type.Item2, one.Namespace(), one.Name())));

    /// <summary>Who answers for a parent, and why it refuses (null when it does not).</summary>
    private IEnumerable<(string Controller, (string Reason, string Message)? Refusal)> Answers(ObjectKey key, JsonObject route, JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        var space = reference.Text("namespace") ?? key.Namespace;
        if (reference.Text("kind") == "Service")
        {
            var exists = context.Store.Peek(new ObjectKey("", "services", space, name)) is not null;
            foreach (var controller in GatewayApi.MeshControllers(context.Store).Where(one => key.Group != LinkerdGroup || one == GatewayApi.LinkerdController))
            {
                yield return (controller, exists ? null : ("NoMatchingParent", $"Service {space}/{name} does not exist"));
            }
        }
        else if ((reference.Text("kind") ?? "Gateway") == "Gateway"
            && context.Store.Peek(new ObjectKey(GatewayApi.Group, "gateways", space, name)) is { } gateway
            && GatewayApi.ControllerOf(context.Store, gateway.Text("spec", "gatewayClassName")) is { } controller)
        {
            yield return (controller, Refusal(route, reference, gateway));
        }
    }

    private (string Reason, string Message)? Refusal(JsonObject route, JsonObject reference, JsonObject gateway)
    {
        var listeners = gateway.Items("spec", "listeners")
            .Where(one => reference.Text("sectionName") is not { } section || one.Text("name") == section)
            .Where(one => reference.Integer("port") is not { } port || one.Integer("port") == port)
            .ToList();
        if (listeners.Count == 0)
        {
            return ("NoMatchingParent", "no listener of the Gateway has that section name and port");
        }

        return listeners.Exists(one => Allows(one, route, gateway)) ? null : ("NotAllowedByListeners", $"namespace {route.Namespace()} is not allowed by the parent's listeners");
    }

    private bool Allows(JsonObject listener, JsonObject route, JsonObject gateway) => listener.Text("allowedRoutes", "namespaces", "from") switch
    {
        "All" => true,
        "Selector" => LabelSelector.Matches(listener.At("allowedRoutes", "namespaces", "selector"), context.Store.Peek(new ObjectKey("", "namespaces", "", route.Namespace())).At("metadata", "labels") as JsonObject),
        "None" => false,
        _ => route.Namespace() == gateway.Namespace(),
    };

    private List<string> MissingBackends(JsonObject route) =>
        [.. route.Items("spec", "rules").SelectMany(rule => rule.Items("backendRefs"))
            .Where(one => (one.Text("kind") ?? "Service") == "Service" && (one.Text("group") ?? "") is "" or "core" && one.Text("name") is not null)
            .Select(one => (Space: one.Text("namespace") ?? route.Namespace(), Name: one.Text("name")!))
            .Where(one => context.Store.Peek(new ObjectKey("", "services", one.Space, one.Name)) is null)
            .Select(one => $"{one.Name}.{one.Space}.svc.cluster.local").Distinct()];

    private JsonObject Entry(JsonObject route, JsonObject reference, string controller, (string Reason, string Message)? refusal, List<string> missing, List<JsonObject> old)
    {
        var before = old.FirstOrDefault(one => one.Text("controllerName") == controller && JsonNode.DeepEquals(one["parentRef"], reference))?["conditions"] as JsonArray;
        var generation = route.Integer("metadata", "generation");
        var now = context.Cluster.Timestamp;
        return new JsonObject
        {
            ["parentRef"] = reference.DeepClone(),
            ["controllerName"] = controller,
            ["conditions"] = new JsonArray(
                GatewayApi.Condition(before, "Accepted", refusal is null, refusal?.Reason ?? "Accepted", refusal?.Message ?? "Route was valid", generation, now),
                GatewayApi.Condition(before, "ResolvedRefs", missing.Count == 0, missing.Count == 0 ? "ResolvedRefs" : "BackendNotFound", missing.Count == 0 ? "All references resolved" : $"backend({string.Join(", ", missing)}) not found", generation, now)),
        };
    }
}
