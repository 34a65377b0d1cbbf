using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>Puts other images in the place of those that manifests name, as <c>images</c> of a kustomization does.</summary>
public static class ContainerImages
{
    /// <summary>Changes the images of a pod, or of the pods that a workload makes, in place.</summary>
    /// <param name="resource">Any object; one without pods stays as it is.</param>
    /// <param name="images">Image names without tag or digest, to the whole image in their place.</param>
    public static void Replace(JsonObject resource, IReadOnlyDictionary<string, string> images)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(images);
        foreach (var container in images.Count == 0 ? [] : PodTemplate.ContainersOf(resource))
        {
            if (container["image"]?.ToString() is { } image && images.TryGetValue(Name(image), out var other))
            {
                container["image"] = other;
            }
        }
    }

    /// <summary>An image's name: <c>registry:5000/team/app</c> of <c>registry:5000/team/app:1.0@sha256:…</c>.</summary>
    private static string Name(string image)
    {
        var name = image.Split('@')[0];
        var tag = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return tag < 0 ? name : name[..tag];
    }
}
