using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>A named cluster, user or context of a kubeconfig file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">What is under <c>cluster</c>, <c>user</c> or <c>context</c>; empty when there is nothing.</param>
/// <param name="File">The file's path.</param>
/// <param name="Position">Where the entry starts.</param>
internal sealed record KubeconfigEntry(string Name, JsonObject Body, string File, YamlPosition Position)
{
    /// <summary>The field as text, or null when it is missing or empty.</summary>
    public string? Text(string field) => Text(Body, field);

    /// <summary>The field is a boolean that is set.</summary>
    public bool Flag(string field) => Text(field) is "true";

    /// <summary>The absolute path of a file named by a field: relative ones start at the kubeconfig's folder, as for kubectl.</summary>
    public string? FilePath(string field) => Text(field) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(File) ?? "/") : null;

    public static string? Text(JsonObject holder, string field) =>
        holder[field] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;
}
