using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Reads the documents in which an API server lists its resource types.</summary>
internal static class DiscoveryDocuments
{
    /// <summary>Asks for the aggregated form (one document for all groups) and takes the classic one from servers before 1.26.</summary>
    public const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public static bool IsAggregated(JsonNode? document) => Text(document, "kind") == "APIGroupDiscoveryList";

    /// <summary>The types of an <c>APIGroupDiscoveryList</c>; a group whose server is down has none, or those it had.</summary>
    public static IEnumerable<ResourceType> Aggregated(JsonNode? document) =>
        from item in Objects(document, "items")
        let @group = Text(item["metadata"], "name") ?? ""
        from version in Objects(item, "versions")
        let apiVersion = ApiVersion(@group, Text(version, "version") ?? "")
        from resource in Objects(version, "resources")
        let kind = Text(resource["responseKind"], "kind")
        where kind is not null && Text(resource, "resource") is not null
        select new ResourceType(apiVersion, kind, Text(resource, "resource")!, Text(resource, "scope") == "Namespaced", HasVerb(resource, "list"));

    /// <summary>Group versions named by an <c>APIGroupList</c>, the preferred one of each group first.</summary>
    public static IEnumerable<string> GroupVersions(JsonNode? document) =>
        from item in Objects(document, "groups")
        let preferred = Text(item["preferredVersion"], "groupVersion")
        from version in Objects(item, "versions").Select(one => Text(one, "groupVersion")).OfType<string>().OrderBy(one => one == preferred ? 0 : 1)
        select version;

    /// <summary>Versions named by an <c>APIVersions</c> document, that of the core group.</summary>
    public static IEnumerable<string> CoreVersions(JsonNode? document) =>
        (document?["versions"] as JsonArray ?? []).Select(one => one?.ToString()).OfType<string>();

    /// <summary>The types of an <c>APIResourceList</c>.</summary>
    public static IEnumerable<ResourceType> Resources(string apiVersion, JsonNode? document) =>
        from resource in Objects(document, "resources")
        let name = Text(resource, "name")
        let kind = Text(resource, "kind")
        where name is not null && kind is not null && !name.Contains('/', StringComparison.Ordinal)
        select new ResourceType(apiVersion, kind, name, resource["namespaced"]?.GetValue<bool>() == true, HasVerb(resource, "list"));

    private static bool HasVerb(JsonObject resource, string verb) => (resource["verbs"] as JsonArray ?? []).Any(one => one?.ToString() == verb);

    private static string ApiVersion(string group, string version) => group.Length == 0 ? version : $"{group}/{version}";

    private static IEnumerable<JsonObject> Objects(JsonNode? holder, string field) => (holder?[field] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? holder, string field) => (holder as JsonObject)?[field]?.ToString() is { Length: > 0 } text ? text : null;
}
