using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Gives namespaced objects their namespace and looks up what is there under their names.</summary>
internal static class ObjectPlacer
{
    public static async Task<IReadOnlyList<PlacedObject>> PlaceAsync(StepContext context, IReadOnlyList<JsonObject> resources, string? defaultNamespace, CancellationToken cancellationToken)
    {
        var definitions = resources.Where(resource => resource["kind"]!.GetValue<string>() == "CustomResourceDefinition").ToList();
        var copies = new List<(JsonObject Resource, bool Served)>(resources.Count);
        foreach (var original in resources)
        {
            var resource = (JsonObject)original.DeepClone();
            var apiVersion = resource["apiVersion"]!.GetValue<string>();
            var kind = resource["kind"]!.GetValue<string>();
            var type = await context.Client.FindTypeAsync(apiVersion, kind, cancellationToken);
            var namespaced = type?.Namespaced ?? ScopeOf(definitions, apiVersion, kind);
            if (namespaced is null && !context.Run.DryRun)
            {
                throw new StepFailedException($"{kind} {resource["metadata"]!["name"]}: the cluster {context.ClusterName} does not serve {kind} ({apiVersion}); its definition must be installed by an earlier step.");
            }

            if (namespaced == true)
            {
                resource["metadata"]!["namespace"] ??= defaultNamespace ?? "default";
            }
            else if (namespaced == false)
            {
                resource["metadata"]!.AsObject().Remove("namespace");
            }

            copies.Add((resource, type is not null));
        }

        var found = await context.Client.GetAllAsync([.. copies.Where(copy => copy.Served).Select(copy => ObjectRef.Of(copy.Resource))], cancellationToken);
        var live = new Queue<JsonObject?>(found);
        return [.. copies.Select(copy => new PlacedObject(copy.Resource, copy.Served ? live.Dequeue() : null, copy.Served))];
    }

    /// <summary>Whether a kind is namespaced according to a definition that is applied together with its objects.</summary>
    public static bool? ScopeOf(List<JsonObject> definitions, string apiVersion, string kind)
    {
        var group = apiVersion.Split('/')[0];
        var definition = definitions.FirstOrDefault(one =>
            one["spec"]?["group"]?.GetValue<string>() == group && one["spec"]?["names"]?["kind"]?.GetValue<string>() == kind);
        return definition is null ? null : definition["spec"]?["scope"]?.GetValue<string>() == "Namespaced";
    }
}

/// <summary>An object to apply with its namespace, and what is there now.</summary>
/// <param name="Resource">A copy that may be changed.</param>
/// <param name="Live">The live object; null when there is none.</param>
/// <param name="Served">Whether the cluster serves its kind already.</param>
internal sealed record PlacedObject(JsonObject Resource, JsonObject? Live, bool Served);
