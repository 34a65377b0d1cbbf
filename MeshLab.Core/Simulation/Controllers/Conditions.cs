using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>The conditions of an object's status.</summary>
internal static class Conditions
{
    public static JsonObject? Find(JsonObject resource, string type) => resource.Items("status", "conditions").FirstOrDefault(one => one.Text("type") == type);

    public static bool IsTrue(JsonObject resource, string type) => Find(resource, type).Text("status") == "True";

    /// <summary>Sets a condition of an object's status; the transition time changes with the status only. Returns whether something changed.</summary>
    public static bool Set(JsonObject resource, string type, bool? value, string? reason, string? message, string now, bool withUpdateTime = false)
    {
        var conditions = resource.Map("status").List("conditions");
        var status = value switch { true => "True", false => "False", null => "Unknown" };
        var old = conditions.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == type);
        if (old is not null && old.Text("status") == status && old.Text("reason") == reason && old.Text("message") == message)
        {
            return false;
        }

        var fresh = new JsonObject { ["type"] = type, ["status"] = status };
        if (withUpdateTime)
        {
            fresh["lastUpdateTime"] = now;
        }
        else if (resource.Text("kind") == "Pod")
        {
            fresh["lastProbeTime"] = null;
        }

        fresh["lastTransitionTime"] = old is not null && old.Text("status") == status ? old["lastTransitionTime"]?.DeepClone() : now;
        if (reason is not null)
        {
            fresh["reason"] = reason;
        }

        if (message is not null)
        {
            fresh["message"] = message;
        }

        if (old is null)
        {
            conditions.Add(fresh);
        }
        else
        {
            conditions[conditions.IndexOf(old)] = fresh;
        }

        return true;
    }
}
