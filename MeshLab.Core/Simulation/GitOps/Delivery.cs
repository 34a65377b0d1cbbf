using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps;

/// <summary>How an object on its destination compares with what is desired.</summary>
internal enum DeliveryState
{
    /// <summary>It is as desired; fields that are not desired do not count.</summary>
    Same,

    /// <summary>A desired field has another value.</summary>
    Different,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>The destination does not serve its kind or has not its namespace.</summary>
    Impossible,
}

/// <summary>Brings objects to a destination cluster as one field manager, as Argo CD and Fleet's agents do.</summary>
internal sealed class Delivery(ControllerContext destination, string manager)
{
    public ControllerContext Destination => destination;

    public DeliveryState Compare(JsonObject desired)
    {
        if (destination.KeyOf(desired) is not { } key)
        {
            return DeliveryState.Impossible;
        }

        if (destination.Store.Peek(key) is not { } live || live.IsTerminating())
        {
            return key.Namespace.Length == 0 || destination.Store.Peek(new ObjectKey("", "namespaces", "", key.Namespace)) is { } space && !space.IsTerminating()
                ? DeliveryState.Missing
                : DeliveryState.Impossible;
        }

        return JsonNode.DeepEquals(Content(live), Content(destination.Apply(desired, manager, dryRun: true))) ? DeliveryState.Same : DeliveryState.Different;
    }

    public void Apply(JsonObject desired) => destination.Apply(desired, manager);

    /// <summary>Deletes what is there of the objects.</summary>
    /// <returns>Whether all of them are gone.</returns>
    public bool Remove(IEnumerable<JsonObject> references)
    {
        var gone = true;
        foreach (var key in references.Select(destination.KeyOf).OfType<ObjectKey>())
        {
            destination.Delete(key);
            gone &= destination.Store.Peek(key) is null;
        }

        return gone;
    }

    /// <summary>What names an object and nothing else.</summary>
    public static JsonObject Reference(JsonObject resource)
    {
        var metadata = new JsonObject { ["name"] = resource.Name() };
        if (resource.Namespace() is { Length: > 0 } space)
        {
            metadata["namespace"] = space;
        }

        return new JsonObject { ["apiVersion"] = resource.Text("apiVersion"), ["kind"] = resource.Text("kind"), ["metadata"] = metadata };
    }

    private static JsonObject Content(JsonObject resource)
    {
        var copy = (JsonObject)resource.DeepClone();
        copy.Remove("status");
        foreach (var field in new[] { "managedFields", "resourceVersion", "generation" })
        {
            copy.Map("metadata").Remove(field);
        }

        return copy;
    }
}
