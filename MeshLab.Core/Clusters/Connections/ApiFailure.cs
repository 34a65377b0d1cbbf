using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>Says what went wrong with a request, in words a person can act on.</summary>
internal static class ApiFailure
{
    /// <summary>The server answered with an error.</summary>
    public static async Task<ClusterException> OfAsync(TargetCluster cluster, ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body;
        try
        {
            body = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            body = "";
        }

        return Of(cluster, request.Purpose, response.StatusCode, body);
    }

    /// <summary>The server answered with a status and a body, which is a Status object more often than not.</summary>
    public static ClusterException Of(TargetCluster cluster, string purpose, HttpStatusCode status, string body)
    {
        var document = Parse(body);
        var reason = Text(document, "reason");
        var message = Text(document, "message") ?? (body.Trim() is { Length: > 0 } plain && !plain.StartsWith('<') ? plain : null);
        var conflicts = Conflicts(document);
        var said = conflicts.Count > 0
            ? "other field managers own " + string.Join("; ", conflicts.Select(one => $"{one.Field} ({one.Manager})"))
            : message is { Length: > 4000 } ? message[..4000] + "…" : message ?? "the server gave no reason";
        var hint = status switch
        {
            HttpStatusCode.Unauthorized => " The credentials of this context are not valid (any more): log in again, or renew the client certificate or token in the kubeconfig.",
            HttpStatusCode.Forbidden when reason is "Forbidden" or null && !said.Contains("being terminated", StringComparison.Ordinal) => " The user of this context lacks a permission; ask for it, or use another context.",
            HttpStatusCode.Conflict when conflicts.Count > 0 => " Apply by force to take the fields over, or leave them out of the manifest.",
            _ => "",
        };
        return new ClusterException($"Could not {purpose} on {cluster.Name}: {said.TrimEnd('.')} ({(int)status} {reason ?? status.ToString()}).{hint}", status, reason) { Conflicts = conflicts };
    }

    /// <summary>
    /// Whether the same request can only fail again, whatever the status says: API servers answer 500 when server-side apply meets a field that
    /// the schema does not have (kubernetes/kubernetes#122480).
    /// </summary>
    public static bool IsFinal(ClusterException failure) => failure.Message.Contains("failed to create typed patch object", StringComparison.Ordinal);

    /// <summary>There was no answer, or none that could be read to its end.</summary>
    public static ClusterException Of(TargetCluster cluster, string purpose, Exception error)
    {
        var root = error;
        while (root.InnerException is { } inner && root is not (AuthenticationException or CredentialsPendingException))
        {
            root = inner;
        }

        var server = cluster.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var why = root switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"nothing answers at {server} (connection refused). Is the cluster running, and is the address right?",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"the name in {server} is not known (DNS). Is the address right, and is the network or VPN up?",
            SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } => $"{server} cannot be reached ({root.Message}). Is the network or VPN up?",
            SocketException socket => $"the connection to {server} failed: {socket.Message}.",
            AuthenticationException => $"no secure connection to {server}: {root.Message} Check certificate-authority and tls-server-name of the cluster in the kubeconfig.",
            CredentialsPendingException => root.Message,
            JsonException => $"the answer of {server} is no JSON; is this the address of a Kubernetes API server?",
            _ => $"the connection to {server} failed: {root.Message}",
        };
        return new ClusterException($"Could not {purpose} on {cluster.Name}: {why}", reason: root is CredentialsPendingException ? "Timeout" : null, inner: error);
    }

    /// <summary>The attempt took longer than it may.</summary>
    public static ClusterException Timeout(TargetCluster cluster, string purpose, TimeSpan patience) =>
        new($"Could not {purpose} on {cluster.Name}: timed out, {cluster.Server.GetLeftPart(UriPartial.Path).TrimEnd('/')} did not answer within {patience.TotalSeconds:0.#} s. Is the network or VPN up, is the API server overloaded?", reason: "Timeout");

    private static JsonObject? Parse(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<FieldConflict> Conflicts(JsonObject? status) =>
    [
        .. ((status?["details"] as JsonObject)?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(cause => Text(cause, "reason") == "FieldManagerConflict")
            .Select(cause => new FieldConflict(Text(cause, "field") ?? "?", Manager(Text(cause, "message") ?? ""))),
    ];

    /// <summary>The server says <c>conflict with "kubectl" using apps/v1</c>; the manager is what is in quotes.</summary>
    private static string Manager(string message)
    {
        var start = message.IndexOf('"', StringComparison.Ordinal) + 1;
        var end = start > 0 ? message.IndexOf('"', start) : -1;
        return end > start ? message[start..end] : message;
    }

    private static string? Text(JsonObject? holder, string field) =>
        holder?[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
