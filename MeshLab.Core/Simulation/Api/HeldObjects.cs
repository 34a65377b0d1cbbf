using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>What ends with its holder: the objects in a namespace, and those of a definition.</summary>
internal static class HeldObjects
{
    /// <summary>The objects that a namespace or a definition holds; none for anything else.</summary>
    public static IEnumerable<(ObjectKey Key, JsonObject Item)> Of(DemoCluster cluster, ObjectKey holder)
    {
        var isNamespace = holder is { Group: "", Plural: "namespaces" };
        var isDefinition = holder is { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" };
        return cluster.Types.All
            .Where(type => (isNamespace && type.Namespaced && !type.IsReview) || (isDefinition && type.IsCustom && $"{type.Plural}.{type.Group}" == holder.Name))
            .DistinctBy(type => (type.Group, type.Plural))
            .ToList()
            .SelectMany(type => cluster.Store.List(type.Group, type.Plural, isNamespace ? holder.Name : null)
                .Select(item => (new ObjectKey(type.Group, type.Plural, item.Namespace(), item.Name()), item)));
    }
}
