using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters;

/// <summary>
/// Talks to one cluster's API server. Objects are JSON as the server speaks it, so that every kind, also one from a custom
/// resource definition, is handled alike. Safe for concurrent use. Every method throws <see cref="ClusterException"/> when the
/// server cannot be reached or refuses, with the object, the status and the server's own message.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    /// <summary>The cluster.</summary>
    public TargetCluster Cluster => throw new NotImplementedException();

    /// <summary>The server's version, e.g. <c>v1.35.0</c>.</summary>
    public Task<string> GetVersionAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The resource type, or null when the server does not serve it. Cached; a miss asks the server once more.</summary>
    public Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every resource type the server serves, preferred versions first.</summary>
    public Task<IReadOnlyList<ResourceType>> GetTypesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Applies one object server-side.</summary>
    public Task<ApplyResult> ApplyAsync(JsonObject resource, ApplyOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Applies objects server-side: custom resource definitions first (and waits until they are established), then namespaces, then the rest, concurrently within each.</summary>
    public Task<IReadOnlyList<ApplyResult>> ApplyAllAsync(IReadOnlyList<JsonObject> resources, ApplyOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The object, or null when there is none.</summary>
    public Task<JsonObject?> GetAsync(ObjectRef reference, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The objects of a kind, paged through; a null namespace means all.</summary>
    public Task<IReadOnlyList<JsonObject>> ListAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Lists, then watches; resumes after lost connections and lists again after 410 Gone, giving each change once in order.</summary>
    public IAsyncEnumerable<WatchEvent> WatchAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks for deletion. False when the object was not there.</summary>
    public Task<bool> DeleteAsync(ObjectRef reference, DeletionPropagation propagation, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The lines of a container's log.</summary>
    public IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, string? container, bool follow, int? tailLines, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs a command in a container over a WebSocket.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null for the first.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="onOutput">Called with each piece of output as it comes (<c>stdout</c> or <c>stderr</c>, text); may be null.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public Task<ExecResult> ExecAsync(string @namespace, string pod, string? container, IReadOnlyList<string> command, Action<string, string>? onOutput, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>GET of any path, e.g. <c>/api/v1/nodes/n1/proxy/stats/summary</c>. The caller disposes the stream.</summary>
    public Task<Stream> GetRawAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Any request with a JSON body; returns the JSON answer.</summary>
    public Task<JsonNode?> SendRawAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
