using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Gets and lists objects.</summary>
internal sealed class ObjectReader(ApiConnection connection, ResourceDiscovery discovery)
{
    private const int PageSize = 500;

    public async Task<JsonObject?> GetAsync(ObjectRef reference, CancellationToken cancellationToken) =>
        await discovery.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken) is { } type
            ? await GetAsync(type, reference, cancellationToken)
            : null;

    public async Task<JsonObject?> GetAsync(ResourceType type, ObjectRef reference, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(ObjectPath.Of(type, reference.Namespace ?? connection.DefaultNamespace, reference.Name), $"get {reference}")
            with
        { Expected = HttpStatusCode.NotFound };
        return await connection.JsonAsync(request, cancellationToken) as JsonObject;
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
    {
        var type = await RequireTypeAsync(apiVersion, kind, $"list {kind} objects", cancellationToken);
        return (await ListAsync(type, @namespace, labelSelector, cancellationToken)).Items;
    }

    /// <summary>The objects and the resource version the list is true for.</summary>
    public async Task<(IReadOnlyList<JsonObject> Items, string Version)> ListAsync(ResourceType type, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
    {
        try
        {
            return await PagesAsync(type, @namespace, labelSelector, PageSize, cancellationToken);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.Gone)
        {
            // The pages' snapshot was compacted away meanwhile; one page for all always ends.
            return await PagesAsync(type, @namespace, labelSelector, null, cancellationToken);
        }
    }

    /// <summary>All objects of a kind in a namespace when one page holds them; null when it does not.</summary>
    public async Task<IReadOnlyList<JsonObject>?> PageAsync(string apiVersion, string kind, string? @namespace, CancellationToken cancellationToken)
    {
        var type = await RequireTypeAsync(apiVersion, kind, $"list {kind} objects", cancellationToken);
        var (items, next, _) = await PageAsync(type, @namespace, null, PageSize, null, cancellationToken);
        return string.IsNullOrEmpty(next) ? items : null;
    }

    /// <exception cref="ClusterException">The server has no such type.</exception>
    public async Task<ResourceType> RequireTypeAsync(string apiVersion, string kind, string purpose, CancellationToken cancellationToken) =>
        await discovery.FindAsync(apiVersion, kind, cancellationToken) ?? throw NoType(apiVersion, kind, purpose);

    public ClusterException NoType(string apiVersion, string kind, string purpose) => new(
        $"Could not {purpose} on {connection.Cluster.Name}: the cluster has no kind {kind} in {apiVersion}. Install what defines it first, or correct apiVersion and kind.",
        HttpStatusCode.NotFound,
        "NoKindMatch");

    /// <summary>Objects in lists of built-in types come without their type; callers get them as a single get gives them.</summary>
    private static JsonObject Complete(JsonObject item, ResourceType type)
    {
        if (item["kind"] is null)
        {
            item.Insert(0, "kind", type.Kind);
        }

        if (item["apiVersion"] is null)
        {
            item.Insert(0, "apiVersion", type.ApiVersion);
        }

        return item;
    }

    private async Task<(IReadOnlyList<JsonObject> Items, string Version)> PagesAsync(ResourceType type, string? @namespace, string? labelSelector, int? pageSize, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        string? next = null;
        while (true)
        {
            (var page, next, var version) = await PageAsync(type, @namespace, labelSelector, pageSize, next, cancellationToken);
            items.AddRange(page);
            if (string.IsNullOrEmpty(next))
            {
                return (items, version);
            }
        }
    }

    /// <summary>One page of a list: its objects, where the next begins, and the version it is true for.</summary>
    private async Task<(IReadOnlyList<JsonObject> Items, string? Next, string Version)> PageAsync(ResourceType type, string? @namespace, string? labelSelector, int? pageSize, string? from, CancellationToken cancellationToken)
    {
        var query = ObjectPath.Query(("limit", pageSize?.ToString()), ("continue", from), ("labelSelector", string.IsNullOrEmpty(labelSelector) ? null : labelSelector));
        var purpose = $"list {type.Plural}{(@namespace is null || !type.Namespaced ? "" : $" in {@namespace}")}";
        var page = await connection.JsonAsync(ApiRequest.Get(ObjectPath.Of(type, @namespace) + query, purpose), cancellationToken);
        var items = new List<JsonObject>();
        if (page?["items"] is JsonArray found)
        {
            foreach (var item in found.OfType<JsonObject>().ToList())
            {
                found.Remove(item);
                items.Add(Complete(item, type));
            }
        }

        return (items, page?["metadata"]?["continue"]?.ToString(), page?["metadata"]?["resourceVersion"]?.ToString() ?? "");
    }
}
