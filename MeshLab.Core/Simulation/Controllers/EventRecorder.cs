using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Writes Events about objects. The same event again counts up.</summary>
internal sealed class EventRecorder(DemoCluster cluster)
{
    public void Normal(JsonObject about, string reason, string message, string component, string? host = null) =>
        Record(about, "Normal", reason, message, component, host, null);

    public void Warning(JsonObject about, string reason, string message, string component, string? host = null) =>
        Record(about, "Warning", reason, message, component, host, null);

    /// <summary>An event about a container of a pod.</summary>
    public void Container(JsonObject pod, string list, string container, string type, string reason, string message) =>
        Record(pod, type, reason, message, "kubelet", pod.Text("spec", "nodeName"), $"spec.{list}{{{container}}}");

    private void Record(JsonObject about, string type, string reason, string message, string component, string? host, string? fieldPath)
    {
        var @namespace = about.Namespace() is { Length: > 0 } own ? own : "default";
        var now = cluster.Timestamp;
        var name = $"{about.Name()}.{StableHash.Hex($"{about.Uid()}|{type}|{reason}|{message}|{fieldPath}")}";
        cluster.Store.Change(new ObjectKey("", "events", @namespace, name), live =>
        {
            if (live is not null)
            {
                live["count"] = (live.Integer("count") ?? 1) + 1;
                live["lastTimestamp"] = now;
                return live;
            }

            return New(about, @namespace, name, now, type, reason, message, component, host, fieldPath);
        });
    }

    private static JsonObject New(JsonObject about, string @namespace, string name, string now, string type, string reason, string message, string component, string? host, string? fieldPath)
    {
        var source = new JsonObject { ["component"] = component };
        if (host is not null)
        {
            source["host"] = host;
        }

        var involved = new JsonObject
        {
            ["kind"] = about["kind"]?.DeepClone(),
            ["namespace"] = about.Namespace(),
            ["name"] = about.Name(),
            ["uid"] = about.Uid(),
            ["apiVersion"] = about["apiVersion"]?.DeepClone(),
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
        };
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = now },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        };
    }
}
