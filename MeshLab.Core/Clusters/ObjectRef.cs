using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters;

/// <summary>Names one object of a cluster.</summary>
/// <param name="ApiVersion">E.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>Deployment</c>.</param>
/// <param name="Namespace">Null for cluster-scoped objects.</param>
/// <param name="Name">The object's name.</param>
public sealed record ObjectRef(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>Reads the reference out of an object.</summary>
    /// <exception cref="ArgumentException">It lacks <c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c>.</exception>
    public static ObjectRef Of(JsonObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(
            Text(resource, "apiVersion"),
            Text(resource, "kind"),
            resource["metadata"]?["namespace"]?.GetValue<string>(),
            resource["metadata"] is JsonObject metadata ? Text(metadata, "name") : throw new ArgumentException("The object has no metadata."));

        static string Text(JsonObject holder, string key) =>
            holder[key]?.GetValue<string>() ?? throw new ArgumentException($"The object has no {key}.");
    }

    /// <summary><c>Deployment shop/frontend</c>, or <c>Namespace shop</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
