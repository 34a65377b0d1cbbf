using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Clusters.Objects;
using MeshLab.Core.Clusters.Pods;

namespace MeshLab.Core.Clusters;

/// <summary>
/// Talks to one cluster's API server. Objects are JSON as the server speaks it, so that every kind, also one from a custom
/// resource definition, is handled alike. Safe for concurrent use. Every method throws <see cref="ClusterException"/> when the
/// server cannot be reached or refuses, with the object, the status and the server's own message.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    private readonly ApiConnection _connection;
    private readonly ResourceDiscovery _discovery;
    private readonly ObjectReader _reader;
    private readonly ObjectApplier _applier;

    internal ClusterClient(TargetCluster cluster, ConnectionSettings settings, TimeProvider clock)
    {
        Cluster = cluster;
        _connection = new ApiConnection(cluster, settings, clock);
        _discovery = new ResourceDiscovery(_connection);
        _reader = new ObjectReader(_connection, _discovery);
        _applier = new ObjectApplier(_connection, _discovery, _reader);
    }

    /// <summary>The cluster.</summary>
    public TargetCluster Cluster { get; }

    /// <summary>The namespace of objects that name none: the context's, or <c>default</c>.</summary>
    public string DefaultNamespace => _connection.DefaultNamespace;

    /// <summary>The server's version, e.g. <c>v1.35.0</c>.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        var answer = await _connection.JsonAsync(ApiRequest.Get("/version", "ask for the version"), cancellationToken);
        return answer?["gitVersion"]?.ToString()
            ?? throw new ClusterException($"Could not ask for the version on {Cluster.Name}: {Cluster.Server} answers, but not as a Kubernetes API server does. Check the server's address in the kubeconfig.");
    }

    /// <summary>The resource type, or null when the server does not serve it. Cached; a miss asks the server once more.</summary>
    public Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken) => _discovery.FindAsync(apiVersion, kind, cancellationToken);

    /// <summary>Every resource type the server serves, preferred versions first.</summary>
    public Task<IReadOnlyList<ResourceType>> GetTypesAsync(CancellationToken cancellationToken) => _discovery.AllAsync(cancellationToken);

    /// <summary>Applies one object server-side.</summary>
    /// <exception cref="ClusterException">Refused; fields that other managers own are in <see cref="ClusterException.Conflicts"/>.</exception>
    public Task<ApplyResult> ApplyAsync(JsonObject resource, ApplyOptions options, CancellationToken cancellationToken) => _applier.ApplyAsync(resource, options, cancellationToken);

    /// <summary>
    /// Applies objects server-side: custom resource definitions first (and waits until they are established), then namespaces, then the rest,
    /// concurrently within each. The results are in the order of <paramref name="resources"/>. When objects are refused, the others
    /// of the same rank are applied all the same, and the exception names every refusal.
    /// </summary>
    public Task<IReadOnlyList<ApplyResult>> ApplyAllAsync(IReadOnlyList<JsonObject> resources, ApplyOptions options, CancellationToken cancellationToken) =>
        ApplyAllAsync(resources, options, null, cancellationToken);

    /// <summary>The same where it is known what is there: <paramref name="before"/> holds the live objects in the order of <paramref name="resources"/>, null for each that is not there.</summary>
    public Task<IReadOnlyList<ApplyResult>> ApplyAllAsync(IReadOnlyList<JsonObject> resources, ApplyOptions options, IReadOnlyList<JsonObject?>? before, CancellationToken cancellationToken) =>
        new ApplyOrder(_connection, _applier, _reader, new ObjectLists(_reader)).ApplyAsync(resources, options, before, cancellationToken);

    /// <summary>What is there under these names, in their order; null for each that is not there. Many of a kind in a namespace are listed in one request.</summary>
    public Task<IReadOnlyList<JsonObject?>> GetAllAsync(IReadOnlyList<ObjectRef> references, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        return new ObjectLists(_reader).GetAllAsync(references, cancellationToken);
    }

    /// <summary>The object, or null when there is none.</summary>
    public Task<JsonObject?> GetAsync(ObjectRef reference, CancellationToken cancellationToken) => _reader.GetAsync(reference, cancellationToken);

    /// <summary>The objects of a kind, paged through; a null namespace means all.</summary>
    public Task<IReadOnlyList<JsonObject>> ListAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, CancellationToken cancellationToken) =>
        _reader.ListAsync(apiVersion, kind, @namespace, labelSelector, cancellationToken);

    /// <summary>Lists, then watches; resumes after lost connections and lists again after 410 Gone, giving each change once in order.</summary>
    public IAsyncEnumerable<WatchEvent> WatchAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, CancellationToken cancellationToken) =>
        new ObjectWatch(_connection, _reader).RunAsync(apiVersion, kind, @namespace, labelSelector, cancellationToken);

    /// <summary>Asks for deletion. False when the object was not there.</summary>
    public Task<bool> DeleteAsync(ObjectRef reference, DeletionPropagation propagation, CancellationToken cancellationToken) => DeleteAsync(reference, propagation, null, cancellationToken);

    /// <summary>Asks for deletion of the very object with this <c>metadata.uid</c>. False when it was not there, also when another one has its name.</summary>
    public Task<bool> DeleteAsync(ObjectRef reference, DeletionPropagation propagation, string? uid, CancellationToken cancellationToken) =>
        new ObjectDeleter(_connection, _discovery, _reader).DeleteAsync(reference, propagation, uid, cancellationToken);

    /// <summary>The lines of a container's log.</summary>
    public IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, string? container, bool follow, int? tailLines, CancellationToken cancellationToken) =>
        new PodLogs(_connection).ReadAsync(@namespace, pod, container, follow, tailLines, cancellationToken);

    /// <summary>Runs a command in a container over a WebSocket.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null for the first.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="onOutput">Called with each piece of output as it comes (<c>stdout</c> or <c>stderr</c>, text); may be null.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <exception cref="ClusterException">The command could not be started, or the connection was lost; a non-zero exit code is no exception.</exception>
    public Task<ExecResult> ExecAsync(string @namespace, string pod, string? container, IReadOnlyList<string> command, Action<string, string>? onOutput, CancellationToken cancellationToken) =>
        new PodExec(_connection).RunAsync(@namespace, pod, container, command, onOutput, cancellationToken);

    /// <summary>GET of any path, e.g. <c>/api/v1/nodes/n1/proxy/stats/summary</c>. The caller disposes the stream, which holds the whole answer.</summary>
    public async Task<Stream> GetRawAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        var stream = await _connection.SendAsync<Stream>(
            ApiRequest.Get(path, $"get {path.Split('?')[0]}") with { Accept = "*/*" },
            static async (response, token) => new MemoryStream(await response.Content.ReadAsByteArrayAsync(token), writable: false),
            cancellationToken);
        return stream!;
    }

    /// <summary>Any request with a JSON body; returns the JSON answer. A PATCH is a JSON merge patch.</summary>
    public Task<JsonNode?> SendRawAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        var request = new ApiRequest(method, path, $"{method.Method.ToLowerInvariant()} {path.Split('?')[0]}")
        {
            Body = body,
            MediaType = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json",
            Idempotent = method != HttpMethod.Post && method != HttpMethod.Patch,
        };
        return _connection.JsonAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _discovery.Dispose();
    }

    /// <summary>A request of another part of this capability, with its own patience and number of attempts.</summary>
    internal Task<JsonNode?> JsonAsync(ApiRequest request, CancellationToken cancellationToken) => _connection.JsonAsync(request, cancellationToken);
}
