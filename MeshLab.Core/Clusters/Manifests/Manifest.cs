using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>One Kubernetes object of a manifest, and where it was written.</summary>
/// <param name="Resource">The object; it has <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>.</param>
/// <param name="Document">The document it comes from.</param>
/// <param name="Pointer">Its place in that document as a JSON pointer: empty, or <c>/items/3</c> in a list.</param>
public sealed record Manifest(JsonObject Resource, YamlDocument Document, string Pointer)
{
    /// <summary>The file.</summary>
    public string File => Document.File;

    /// <summary>Where the object starts.</summary>
    public YamlPosition Position => Document.Locate(Pointer);

    /// <summary>A problem at a field of this object.</summary>
    /// <param name="pointer">The field as a JSON pointer from the object, e.g. <c>/spec/hosts/0</c>; a field that is not there gives its nearest parent's place.</param>
    /// <param name="message">What is wrong.</param>
    public ManifestProblem ProblemAt(string pointer, string message)
    {
        var (line, column) = Document.Locate(Pointer + pointer);
        return new(File, line, column, message);
    }
}
