using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Writes Endpoints and an EndpointSlice for each Service with a selector, from the pods it selects.</summary>
internal sealed class EndpointsController(ControllerContext context) : IController
{
    public string Name => "endpoint-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("", "services") => [key],
        ("", "pods") => context.Store.List("", "services", key.Namespace)
            .Where(service => Selects(service, resource))
            .Select(service => new ObjectKey("", "services", key.Namespace, service.Name())),
        ("", "endpoints") when deleted => [new ObjectKey("", "services", key.Namespace, key.Name)],
        ("discovery.k8s.io", "endpointslices") when deleted && resource.Label(EndpointObjects.ServiceLabel) is { } name => [new ObjectKey("", "services", key.Namespace, name)],
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var endpoints = new ObjectKey("", "endpoints", key.Namespace, key.Name);
        if (context.Store.Peek(key) is not { } service)
        {
            context.Delete(endpoints);
            return null;
        }

        if (service.IsTerminating() || service.At("spec", "selector") is not JsonObject { Count: > 0 } || service.Text("spec", "type") == "ExternalName")
        {
            return null;
        }

        var pods = context.Store.List("", "pods", key.Namespace)
            .Where(pod => Selects(service, pod) && PodReadiness.IsActive(pod) && pod.Text("status", "podIP") is not null)
            .ToList();
        Put(endpoints, EndpointObjects.Endpoints(service, pods));
        var slice = EndpointObjects.Slice(service, pods);
        Put(new ObjectKey("discovery.k8s.io", "endpointslices", key.Namespace, slice.Name()), slice);
        return null;
    }

    private static bool Selects(JsonObject service, JsonObject pod) =>
        service.At("spec", "selector") is JsonObject selector && LabelSelector.MatchesMap(selector, pod.At("metadata", "labels") as JsonObject);

    private void Put(ObjectKey key, JsonObject wanted)
    {
        if (context.Store.Peek(key) is null)
        {
            context.Ensure(key, () => wanted);
            return;
        }

        context.Change(key, live =>
        {
            foreach (var (field, value) in wanted.Where(pair => pair.Key is not ("apiVersion" or "kind" or "metadata")))
            {
                live[field] = value?.DeepClone();
            }

            live.Map("metadata")["labels"] = wanted.At("metadata", "labels")?.DeepClone();
        });
    }
}
