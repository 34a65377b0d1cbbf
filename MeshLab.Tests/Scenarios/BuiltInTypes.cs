using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace MeshLab.Tests.Scenarios;

/// <summary>The kinds that every API server has, as the Kubernetes client's models describe them; fields they do not have are refused.</summary>
internal static class BuiltInTypes
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Dictionary<(string ApiVersion, string Kind), Type> Types = typeof(V1Pod).Assembly.GetExportedTypes()
        .Select(type => (type, entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(pair => pair.entity is not null && typeof(IKubernetesObject).IsAssignableFrom(pair.type) && !pair.type.Name.EndsWith("List", StringComparison.Ordinal))
        .ToDictionary(pair => (pair.entity!.Group is { Length: > 0 } group ? $"{group}/{pair.entity.ApiVersion}" : pair.entity.ApiVersion, pair.entity.Kind), pair => pair.type);

    /// <summary>The model of a kind; null for one that no API server has by itself.</summary>
    public static Type? Find(string apiVersion, string kind) => Types.GetValueOrDefault((apiVersion, kind));

    /// <summary>What is wrong with the object; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(Type type, JsonObject resource)
    {
        try
        {
            JsonSerializer.Deserialize(resource.ToJsonString(), type, Strict);
            return [];
        }
        catch (JsonException error)
        {
            return [error.Message];
        }
    }
}
