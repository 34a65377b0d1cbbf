using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Fills in what a real API server fills in, as far as tools and controllers look at it.</summary>
internal static class Defaults
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    public static void Fill(ResourceDefinition type, JsonObject resource, DemoCluster cluster)
    {
        switch (type.Kind)
        {
            case "Deployment":
                Workload(resource);
                Set(Spec(resource), "replicas", 1);
                Set(Spec(resource), "revisionHistoryLimit", 10);
                Set(Spec(resource), "progressDeadlineSeconds", 600);
                if (Spec(resource)["strategy"] is not JsonObject { Count: > 0 })
                {
                    Spec(resource)["strategy"] = new JsonObject
                    {
                        ["type"] = "RollingUpdate",
                        ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = "25%", ["maxSurge"] = "25%" },
                    };
                }

                break;
            case "StatefulSet" or "ReplicaSet":
                Workload(resource);
                Set(Spec(resource), "replicas", 1);
                if (type.Kind == "StatefulSet")
                {
                    Set(Spec(resource), "podManagementPolicy", "OrderedReady");
                    Set(Spec(resource), "revisionHistoryLimit", 10);
                    Set(Spec(resource), "updateStrategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } });
                }

                break;
            case "DaemonSet":
                Workload(resource);
                Set(Spec(resource), "revisionHistoryLimit", 10);
                Set(Spec(resource), "updateStrategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 1, ["maxSurge"] = 0 } });
                break;
            case "Job":
                Workload(resource);
                Set(Spec(resource), "completions", 1);
                Set(Spec(resource), "parallelism", 1);
                Set(Spec(resource), "backoffLimit", 6);
                break;
            case "Pod":
                Pod(Spec(resource));
                if (resource["status"] is null)
                {
                    resource["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "Burstable" };
                }

                break;
            case "Service":
                Service(resource, cluster);
                break;
            case "Namespace":
                Set(Spec(resource), "finalizers", new JsonArray("kubernetes"));
                if (resource["status"] is null)
                {
                    resource["status"] = new JsonObject { ["phase"] = "Active" };
                }

                Labels(resource)["kubernetes.io/metadata.name"] = resource["metadata"]!["name"]!.GetValue<string>();
                break;
            case "Secret" when resource["stringData"] is JsonObject texts:
                var data = resource["data"] as JsonObject ?? [];
                foreach (var (key, value) in texts)
                {
                    data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value!.GetValue<string>()));
                }

                resource["data"] = data.DeepClone();
                resource.Remove("stringData");
                Set(resource, "type", "Opaque");
                break;
            case "Secret":
                Set(resource, "type", "Opaque");
                break;
            case "CustomResourceDefinition":
                Definition(resource, cluster);
                break;
        }
    }

    /// <summary>Writes the defaults of a structural schema into an object.</summary>
    public static void FromSchema(JsonObject schema, JsonObject resource)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property is not JsonObject child)
            {
                continue;
            }

            if (resource[name] is null && child["default"] is { } value)
            {
                resource[name] = value.DeepClone();
            }

            switch (resource[name])
            {
                case JsonObject map:
                    FromSchema(child, map);
                    break;
                case JsonArray list when child["items"] is JsonObject items:
                    foreach (var item in list.OfType<JsonObject>())
                    {
                        FromSchema(items, item);
                    }

                    break;
            }
        }
    }

    private static void Workload(JsonObject resource)
    {
        if (Spec(resource)["template"] is JsonObject template)
        {
            template["metadata"] ??= new JsonObject();
            Pod(Spec(template), keepRestartPolicy: resource["kind"]!.GetValue<string>() == "Job");
        }
    }

    private static void Pod(JsonObject spec, bool keepRestartPolicy = false)
    {
        if (!keepRestartPolicy)
        {
            Set(spec, "restartPolicy", "Always");
        }

        Set(spec, "terminationGracePeriodSeconds", 30);
        Set(spec, "dnsPolicy", "ClusterFirst");
        Set(spec, "schedulerName", "default-scheduler");
        Set(spec, "securityContext", new JsonObject());
        foreach (var container in ContainerLists.SelectMany(list => spec[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            var image = container["image"]?.GetValue<string>() ?? "";
            Set(container, "imagePullPolicy", image.EndsWith(":latest", StringComparison.Ordinal) || !image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal) ? "Always" : "IfNotPresent");
            Set(container, "terminationMessagePath", "/dev/termination-log");
            Set(container, "terminationMessagePolicy", "File");
            Set(container, "resources", new JsonObject());
            foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>())
            {
                Set(port, "protocol", "TCP");
            }
        }
    }

    private static void Service(JsonObject resource, DemoCluster cluster)
    {
        var spec = Spec(resource);
        Set(spec, "type", "ClusterIP");
        Set(spec, "sessionAffinity", "None");
        Set(spec, "ipFamilyPolicy", "SingleStack");
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Set(port, "protocol", "TCP");
            if (port["targetPort"] is null && port["port"] is { } number)
            {
                port["targetPort"] = number.DeepClone();
            }
        }

        if (spec["clusterIP"] is null && spec["type"]!.GetValue<string>() != "ExternalName")
        {
            var address = NextAddress(cluster);
            spec["clusterIP"] = address;
            spec["clusterIPs"] = new JsonArray(address);
        }

        resource["status"] ??= new JsonObject { ["loadBalancer"] = new JsonObject() };
    }

    private static string NextAddress(DemoCluster cluster)
    {
        var used = cluster.Store.List("", "services").Select(one => one["spec"]?["clusterIP"]?.GetValue<string>()).ToHashSet();
        for (var number = 10; ; number++)
        {
            var address = $"10.96.{number / 250}.{number % 250 + 1}";
            if (!used.Contains(address))
            {
                return address;
            }
        }
    }

    private static void Definition(JsonObject resource, DemoCluster cluster)
    {
        var spec = Spec(resource);
        var names = (JsonObject)spec["names"]!;
        Set(names, "singular", names["kind"]!.GetValue<string>().ToLowerInvariant());
        Set(names, "listKind", names["kind"]!.GetValue<string>() + "List");
        Set(spec, "conversion", new JsonObject { ["strategy"] = "None" });
        if (resource["status"] is null)
        {
            JsonObject Condition(string type, string reason) => new()
            {
                ["type"] = type,
                ["status"] = "True",
                ["lastTransitionTime"] = cluster.Timestamp,
                ["reason"] = reason,
                ["message"] = reason == "InitialNamesAccepted" ? "the initial names have been accepted" : "no conflicts found",
            };
            resource["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(Condition("NamesAccepted", "NoConflicts"), Condition("Established", "InitialNamesAccepted")),
                ["acceptedNames"] = names.DeepClone(),
                ["storedVersions"] = new JsonArray([.. spec["versions"]!.AsArray().OfType<JsonObject>().Where(one => one["storage"]?.GetValue<bool>() == true).Select(one => one["name"]!.DeepClone())]),
            };
        }
    }

    private static JsonObject Spec(JsonObject resource)
    {
        if (resource["spec"] is not JsonObject spec)
        {
            resource["spec"] = spec = [];
        }

        return spec;
    }

    private static JsonObject Labels(JsonObject resource)
    {
        var metadata = (JsonObject)resource["metadata"]!;
        if (metadata["labels"] is not JsonObject labels)
        {
            metadata["labels"] = labels = [];
        }

        return labels;
    }

    private static void Set(JsonObject holder, string key, JsonNode value)
    {
        if (holder[key] is null)
        {
            holder[key] = value;
        }
    }
}
