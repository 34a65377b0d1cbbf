using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>The Endpoints and the EndpointSlice of a Service.</summary>
internal static class EndpointObjects
{
    public const string ServiceLabel = "kubernetes.io/service-name";

    public static JsonObject Endpoints(JsonObject service, IReadOnlyList<JsonObject> pods)
    {
        var subsets = new JsonArray();

        // Pods may give a named port different numbers, and each set of numbers is a subset of its own.
        foreach (var group in pods.GroupBy(pod => Ports(service, pod).ToJsonString()).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var subset = new JsonObject();
            foreach (var (field, ready) in new[] { ("addresses", true), ("notReadyAddresses", false) })
            {
                var addresses = group.Where(pod => IsServed(service, pod) == ready).Select(Address).ToArray();
                if (addresses.Length > 0)
                {
                    subset[field] = new JsonArray([.. addresses]);
                }
            }

            subset["ports"] = Ports(service, group.First());
            subsets.Add(subset);
        }

        var labels = (JsonObject)(service.At("metadata", "labels")?.DeepClone() ?? new JsonObject());
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = labels },
            ["subsets"] = subsets,
        };
    }

    public static JsonObject Slice(JsonObject service, IReadOnlyList<JsonObject> pods)
    {
        var labels = (JsonObject)(service.At("metadata", "labels")?.DeepClone() ?? new JsonObject());
        labels[ServiceLabel] = service.Name();
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{service.Name()}-{StableHash.Suffix(service.Uid(), 5)}",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(Ownership.Reference(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. pods.Select(pod => Endpoint(service, pod))]),
            ["ports"] = pods.Count > 0 ? Ports(service, pods[0]) : new JsonArray(),
        };
    }

    private static bool IsServed(JsonObject service, JsonObject pod) => PodReadiness.IsReady(pod) || service.Flag("spec", "publishNotReadyAddresses");

    private static JsonObject Endpoint(JsonObject service, JsonObject pod)
    {
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject { ["ready"] = IsServed(service, pod), ["serving"] = PodReadiness.IsReady(pod), ["terminating"] = false },
            ["nodeName"] = pod.Text("spec", "nodeName"),
            ["targetRef"] = Target(pod),
        };
        if (pod.Text("spec", "hostname") is { } hostname)
        {
            endpoint["hostname"] = hostname;
        }

        return endpoint;
    }

    private static JsonObject Address(JsonObject pod)
    {
        var address = new JsonObject { ["ip"] = pod.Text("status", "podIP"), ["nodeName"] = pod.Text("spec", "nodeName"), ["targetRef"] = Target(pod) };
        if (pod.Text("spec", "hostname") is { } hostname)
        {
            address["hostname"] = hostname;
        }

        return address;
    }

    private static JsonObject Target(JsonObject pod) => new() { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() };

    private static JsonArray Ports(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Items("spec", "ports"))
        {
            if (Number(port["targetPort"] ?? port["port"], pod) is not { } number)
            {
                continue;
            }

            var entry = new JsonObject { ["name"] = port.Text("name") ?? "", ["port"] = number, ["protocol"] = port.Text("protocol") ?? "TCP" };
            if (port.Text("appProtocol") is { } protocol)
            {
                entry["appProtocol"] = protocol;
            }

            ports.Add(entry);
        }

        return ports;
    }

    private static int? Number(JsonNode? target, JsonObject pod) =>
        target.Integer() ?? (target.Text() is { } name
            ? pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).SelectMany(one => one.Items("ports")).FirstOrDefault(one => one.Text("name") == name).Integer("containerPort")
            : null);
}
