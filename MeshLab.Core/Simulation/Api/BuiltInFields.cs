using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Finds fields that the kinds of every API server do not have. The Kubernetes client's models know the fields.</summary>
internal static class BuiltInFields
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Dictionary<(string ApiVersion, string Kind), Type> Types = typeof(V1Pod).Assembly.GetExportedTypes()
        .Select(type => (type, entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(pair => pair.entity is not null && typeof(IKubernetesObject).IsAssignableFrom(pair.type) && !pair.type.Name.EndsWith("List", StringComparison.Ordinal))
        .ToDictionary(pair => (pair.entity!.Group is { Length: > 0 } group ? $"{group}/{pair.entity.ApiVersion}" : pair.entity.ApiVersion, pair.entity.Kind), pair => pair.type);

    /// <summary>Whether the kind is one of every API server.</summary>
    public static bool Has(string apiVersion, string kind) => Types.ContainsKey((apiVersion, kind));

    /// <summary>Reads the object as its kind is; nothing when the kind is not known here.</summary>
    /// <exception cref="JsonException">A field is not known or of the wrong type.</exception>
    public static void Read(JsonObject resource)
    {
        if (Types.TryGetValue((resource["apiVersion"]?.GetValue<string>() ?? "", resource["kind"]?.GetValue<string>() ?? ""), out var type))
        {
            resource.Deserialize(type, Strict);
        }
    }

    /// <summary>The first field of the object that its kind does not have, e.g. <c>.spec.prots</c>; null when there is none, or when the kind is not known here.</summary>
    public static string? Unknown(JsonObject resource)
    {
        try
        {
            Read(resource);
            return null;
        }
        catch (JsonException error) when (error.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return error.Path?.TrimStart('$');
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // Of the wrong type rather than unknown; that is judged elsewhere.
            return null;
        }
    }
}
