using System.Text.Json.Nodes;
using MeshLab.Core.Schemas;

namespace MeshLab.Core.Runs.Execution;

/// <summary>What the earlier steps of a dry run would have made, so that later ones can be checked against it. Safe for concurrent use.</summary>
internal sealed class ImaginedCluster
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string Cluster, string Namespace)> _namespaces = [];
    private readonly Dictionary<(string Cluster, string ApiVersion, string Kind), StructuralSchema?> _definitions = [];

    public void AddNamespace(string cluster, string name)
    {
        lock (_lock)
        {
            _namespaces.Add((cluster, name));
        }
    }

    public bool HasNamespace(string cluster, string name)
    {
        lock (_lock)
        {
            return _namespaces.Contains((cluster, name));
        }
    }

    /// <summary>Takes a CustomResourceDefinition in, one entry a version.</summary>
    public void AddDefinition(string cluster, JsonObject definition)
    {
        var spec = definition["spec"];
        foreach (var version in (spec?["versions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            lock (_lock)
            {
                _definitions[(cluster, $"{spec!["group"]}/{version["name"]}", spec["names"]?["kind"]?.ToString() ?? "")] =
                    version["schema"]?["openAPIV3Schema"] is JsonObject schema ? new StructuralSchema((JsonObject)schema.DeepClone()) : null;
            }
        }
    }

    /// <summary>Whether an earlier step would have defined the kind, and the schema it came with.</summary>
    public bool Defines(string cluster, string apiVersion, string kind, out StructuralSchema? schema)
    {
        lock (_lock)
        {
            return _definitions.TryGetValue((cluster, apiVersion, kind), out schema);
        }
    }
}
