namespace MeshLab.Core.Clusters.Objects;

/// <summary>Where objects are in the API.</summary>
internal static class ObjectPath
{
    /// <summary>The collection: of one namespace, or of all when <paramref name="namespace"/> is null.</summary>
    public static string Of(ResourceType type, string? @namespace)
    {
        var root = type.ApiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{type.ApiVersion}" : $"/api/{type.ApiVersion}";
        return type.Namespaced && @namespace is not null
            ? $"{root}/namespaces/{Uri.EscapeDataString(@namespace)}/{type.Plural}"
            : $"{root}/{type.Plural}";
    }

    /// <summary>One object.</summary>
    public static string Of(ResourceType type, string? @namespace, string name) => $"{Of(type, @namespace)}/{Uri.EscapeDataString(name)}";

    /// <summary>The path of a pod's subresource.</summary>
    public static string Pod(string @namespace, string pod, string subresource) =>
        $"/api/v1/namespaces/{Uri.EscapeDataString(@namespace)}/pods/{Uri.EscapeDataString(pod)}/{subresource}";

    /// <summary>The query of these parameters without those that are null, with its question mark; empty when there is none.</summary>
    public static string Query(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }
}
