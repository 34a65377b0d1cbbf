using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Gives Services of type LoadBalancer and Ingresses an address, as a load balancer in a lab does.</summary>
internal sealed class LoadBalancerController(ControllerContext context) : IController
{
    public string Name => "service-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        !deleted && (key.Group, key.Plural) is ("", "services") or ("networking.k8s.io", "ingresses") ? [key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } resource || resource.IsTerminating())
        {
            return null;
        }

        var wants = key.Plural == "services"
            ? resource.Text("spec", "type") == "LoadBalancer"
            : resource.Text("spec", "ingressClassName") is { } name && context.Store.Peek(new ObjectKey("networking.k8s.io", "ingressclasses", "", name)) is not null;
        var has = resource.At("status", "loadBalancer", "ingress") is JsonArray { Count: > 0 };
        if (wants == has)
        {
            return null;
        }

        var address = wants ? Free() : null;
        context.Change(key, live => live.Map("status")["loadBalancer"] = address is null
            ? new JsonObject()
            : new JsonObject { ["ingress"] = new JsonArray(Point(key, address)) });
        return null;
    }

    /// <summary>A Service's address also says how it is served; an Ingress has no such field.</summary>
    private static JsonObject Point(ObjectKey key, string address)
    {
        var point = new JsonObject { ["ip"] = address };
        if (key.Plural == "services")
        {
            point["ipMode"] = "VIP";
        }

        return point;
    }

    private string Free()
    {
        var used = context.Store.List("", "services").Concat(context.Store.List("networking.k8s.io", "ingresses"))
            .SelectMany(one => one.Items("status", "loadBalancer", "ingress")).Select(one => one.Text("ip")).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, 2000).Select(number => $"172.18.{240 + number / 250}.{number % 250 + 1}").FirstOrDefault(one => !used.Contains(one))
            ?? throw new InvalidOperationException("no load balancer address is free");
    }
}
