using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Store;

/// <summary>The types a demo cluster serves: the built-in ones and those of its custom resource definitions.</summary>
internal sealed class ResourceRegistry(ObjectStore store)
{
    private readonly Lock _gate = new();
    private long _seen = -1;
    private IReadOnlyList<ResourceDefinition> _custom = [];

    public IEnumerable<ResourceDefinition> All => BuiltInResources.All.Concat(Custom());

    public ResourceDefinition? Find(string group, string version, string plural) =>
        All.FirstOrDefault(one => one.Group == group && one.Version == version && one.Plural == plural);

    public ResourceDefinition? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(one => one.ApiVersion == apiVersion && one.Kind == kind);

    private IReadOnlyList<ResourceDefinition> Custom()
    {
        lock (_gate)
        {
            var definitions = store.List("apiextensions.k8s.io", "customresourcedefinitions");
            var stamp = definitions.Aggregate(17L, (hash, one) => hash * 31 + long.Parse(one["metadata"]!["resourceVersion"]!.GetValue<string>()));
            if (stamp != _seen)
            {
                _custom = [.. definitions.SelectMany(Read)];
                _seen = stamp;
            }

            return _custom;
        }
    }

    private static IEnumerable<ResourceDefinition> Read(JsonObject definition)
    {
        var spec = definition["spec"]!;
        var names = spec["names"]!;
        foreach (var version in spec["versions"]!.AsArray().OfType<JsonObject>().Where(one => one["served"]?.GetValue<bool>() ?? true))
        {
            yield return new ResourceDefinition(
                spec["group"]!.GetValue<string>(),
                version["name"]!.GetValue<string>(),
                names["plural"]!.GetValue<string>(),
                names["kind"]!.GetValue<string>(),
                spec["scope"]!.GetValue<string>() == "Namespaced",
                [.. (names["shortNames"] as JsonArray ?? []).Select(one => one!.GetValue<string>())],
                HasStatus: version["subresources"]?["status"] is not null,
                Schema: version["schema"]?["openAPIV3Schema"] as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
                Columns: version["additionalPrinterColumns"] as JsonArray,
                Categories: [.. (names["categories"] as JsonArray ?? []).Select(one => one!.GetValue<string>())]);
        }
    }
}
