using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>
/// Deletes objects whose owners are gone or whose namespace is, and ends the deletion of namespaces and definitions. Most deletions cascade at
/// once where they are asked for; this finds what was created in that moment, and what a killed process left behind.
/// </summary>
internal sealed class GarbageController(ControllerContext context) : IController
{
    public string Name => "garbage-collector";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted)
    {
        if (!deleted)
        {
            return IsGarbage(key, resource) || IsHalfDeleted(key, resource) ? [key] : [];
        }

        return key is { Group: "", Plural: "events" } ? [] : Left(key, resource.Uid());
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is { } resource && (IsGarbage(key, resource) || IsHalfDeleted(key, resource)))
        {
            context.Delete(key);
        }

        return null;
    }

    private IEnumerable<ObjectKey> Left(ObjectKey gone, string uid)
    {
        var isNamespace = gone is { Group: "", Plural: "namespaces" };
        foreach (var type in context.Cluster.Types.All.Where(one => !one.IsReview).DistinctBy(one => (one.Group, one.Plural)).ToList())
        {
            foreach (var one in context.Store.List(type.Group, type.Plural))
            {
                if ((isNamespace && one.Namespace() == gone.Name) || one.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid))
                {
                    yield return new ObjectKey(type.Group, type.Plural, one.Namespace(), one.Name());
                }
            }
        }
    }

    /// <summary>Whether a namespace or a definition is being deleted and somebody has to go on with it; what finalizers hold back is waited for.</summary>
    private bool IsHalfDeleted(ObjectKey key, JsonObject resource)
    {
        if (!resource.IsTerminating() || resource.At("metadata", "finalizers") is JsonArray { Count: > 0 } || key is not ({ Group: "", Plural: "namespaces" } or { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" }))
        {
            return false;
        }

        var held = HeldObjects.Of(context.Cluster, key).ToList();
        return held.Count == 0 || held.Exists(one => !one.Item.IsTerminating());
    }

    private bool IsGarbage(ObjectKey key, JsonObject resource)
    {
        if (resource.IsTerminating())
        {
            return false;
        }

        if (key.Namespace.Length > 0 && context.Store.Peek(new ObjectKey("", "namespaces", "", key.Namespace)) is null)
        {
            return true;
        }

        var owners = resource.Items("metadata", "ownerReferences").ToList();
        return owners.Count > 0 && owners.TrueForAll(owner => !Exists(owner, key.Namespace));
    }

    private bool Exists(JsonObject owner, string @namespace)
    {
        var group = owner.Text("apiVersion") is { } version && version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "";
        var type = context.Cluster.Types.All.FirstOrDefault(one => one.Group == group && one.Kind == owner.Text("kind"));

        // A type that is not served yet says nothing about its objects.
        return type is null || context.Store.Peek(new ObjectKey(type.Group, type.Plural, type.Namespaced ? @namespace : "", owner.Text("name") ?? ""))?.Uid() == owner.Text("uid");
    }
}
