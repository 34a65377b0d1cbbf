using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>An error as the Kubernetes API answers it: a <c>Status</c> object.</summary>
internal sealed class StatusError(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; } = details;

    public static StatusError NotFound(string plural, string group, string name) =>
        new(404, "NotFound", $"{Qualified(plural, group)} \"{name}\" not found", Named(plural, group, name));

    public static StatusError AlreadyExists(string plural, string group, string name) =>
        new(409, "AlreadyExists", $"{Qualified(plural, group)} \"{name}\" already exists", Named(plural, group, name));

    public static StatusError Conflict(string plural, string group, string name) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Qualified(plural, group)} \"{name}\": the object has been modified; please apply your changes to the latest version and try again", Named(plural, group, name));

    /// <summary>What an API server answers when server-side apply meets a field that a schema does not have: a status of 500, although the request is to blame (kubernetes/kubernetes#122480).</summary>
    public static StatusError Untyped(string message) => new(500, "InternalError", message);

    public static StatusError BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusError Invalid(string kind, string group, string name, IReadOnlyList<(string Field, string Message, string Reason)> causes) =>
        new(422, "Invalid", $"{kind}{(group.Length > 0 ? "." + group : "")} \"{name}\" is invalid: {(causes.Count == 1 ? Cause(causes[0]) : "[" + string.Join(", ", causes.Select(Cause)) + "]")}", new JsonObject
        {
            ["name"] = name,
            ["group"] = group,
            ["kind"] = kind,
            ["causes"] = new JsonArray([.. causes.Select(cause => new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Field })]),
        });

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }

    private static string Cause((string Field, string Message, string Reason) cause) => $"{cause.Field}: {cause.Message}";

    private static string Qualified(string plural, string group) => group.Length == 0 ? plural : $"{plural}.{group}";

    private static JsonObject Named(string plural, string group, string name)
    {
        var details = new JsonObject { ["name"] = name, ["kind"] = plural };
        if (group.Length > 0)
        {
            details["group"] = group;
        }

        return details;
    }
}
