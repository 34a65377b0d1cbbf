using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Deletes with propagation, finalizers and preconditions; ends namespaces and definitions with all they hold.</summary>
internal sealed class ObjectDeleter(DemoCluster cluster)
{
    public JsonObject? Delete(ResourceDefinition type, string @namespace, string name, JsonObject? options, string? propagation, bool dryRun)
    {
        var key = ObjectWriter.Key(type, @namespace, name);
        var live = cluster.Store.Get(key) ?? throw StatusError.NotFound(type.Plural, type.Group, name);
        if (options?["preconditions"]?["uid"]?.GetValue<string>() is { } uid && uid != live["metadata"]!["uid"]!.GetValue<string>())
        {
            throw new StatusError(409, "Conflict", $"the UID in the precondition ({uid}) does not match the UID in record ({live["metadata"]!["uid"]})");
        }

        if (dryRun)
        {
            return live;
        }

        propagation = options?["propagationPolicy"]?.GetValue<string>() ?? propagation ?? "Background";
        if (type.Kind is "Namespace" or "CustomResourceDefinition")
        {
            MarkTerminating(key);
            Empty(key);
        }

        if (propagation == "Orphan")
        {
            Orphan(live);
        }

        var gone = End(key, live);
        if (gone is null && propagation != "Orphan")
        {
            Collect(live["metadata"]!["uid"]!.GetValue<string>());
        }

        return gone;
    }

    /// <summary>Removes an object whose deletion was asked for and whose last finalizer is gone.</summary>
    public void Reap(ObjectKey key)
    {
        var live = cluster.Store.Get(key);
        if (live?["metadata"]?["deletionTimestamp"] is null || Finalizers(live).Count > 0)
        {
            return;
        }

        cluster.Store.Change(key, _ => null);
        Collect(live["metadata"]!["uid"]!.GetValue<string>());
        if (key.Namespace.Length > 0 && cluster.Store.Get(new ObjectKey("", "namespaces", "", key.Namespace)) is { } space
            && space["metadata"]!["deletionTimestamp"] is not null && !HoldsFinalizers(key.Namespace))
        {
            cluster.Store.Change(new ObjectKey("", "namespaces", "", key.Namespace), _ => null);
        }
    }

    private void MarkTerminating(ObjectKey key) => cluster.Store.Change(key, before =>
    {
        if (before is not null)
        {
            before["metadata"]!["deletionTimestamp"] ??= cluster.Timestamp;
            if (before["kind"]!.GetValue<string>() == "Namespace")
            {
                (before["status"] as JsonObject)!["phase"] = "Terminating";
            }
        }

        return before;
    });

    private void Empty(ObjectKey holder)
    {
        foreach (var (key, item) in HeldObjects.Of(cluster, holder))
        {
            End(key, item);
        }
    }

    /// <summary>Removes the object, or marks it when finalizers hold it; what is left of it.</summary>
    private JsonObject? End(ObjectKey key, JsonObject live)
    {
        if (Finalizers(live).Count == 0 && !(key.Plural == "namespaces" && HoldsFinalizers(live["metadata"]!["name"]!.GetValue<string>())))
        {
            cluster.Store.Change(key, _ => null);
            return null;
        }

        return cluster.Store.Change(key, before =>
        {
            if (before is not null)
            {
                before["metadata"]!["deletionTimestamp"] ??= cluster.Timestamp;
                before["metadata"]!["deletionGracePeriodSeconds"] ??= 0;
            }

            return before;
        });
    }

    private bool HoldsFinalizers(string @namespace) => cluster.Types.All.Where(one => one.Namespaced).DistinctBy(one => (one.Group, one.Plural))
        .Any(one => cluster.Store.List(one.Group, one.Plural, @namespace).Any(item => Finalizers(item).Count > 0));

    private void Collect(string owner)
    {
        foreach (var (type, item) in Dependents(owner).ToList())
        {
            var metadata = item["metadata"]!;
            var key = new ObjectKey(type.Group, type.Plural, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>());
            if (End(key, item) is null)
            {
                Collect(metadata["uid"]!.GetValue<string>());
            }
        }
    }

    private void Orphan(JsonObject live)
    {
        var owner = live["metadata"]!["uid"]!.GetValue<string>();
        foreach (var (type, item) in Dependents(owner).ToList())
        {
            var metadata = item["metadata"]!;
            cluster.Store.Change(new ObjectKey(type.Group, type.Plural, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>()), before =>
            {
                var owners = before?["metadata"]?["ownerReferences"]?.AsArray();
                owners?.Remove(owners.First(one => one!["uid"]!.GetValue<string>() == owner));
                return before;
            });
        }
    }

    private IEnumerable<(ResourceDefinition Type, JsonObject Item)> Dependents(string owner) =>
        from type in cluster.Types.All.Where(one => !one.IsReview).DistinctBy(one => (one.Group, one.Plural))
        from item in cluster.Store.List(type.Group, type.Plural)
        where (item["metadata"]!["ownerReferences"] as JsonArray ?? []).Any(one => one!["uid"]?.GetValue<string>() == owner)
        select (type, item);

    private static JsonArray Finalizers(JsonObject resource) => resource["metadata"]!["finalizers"] as JsonArray ?? [];
}
