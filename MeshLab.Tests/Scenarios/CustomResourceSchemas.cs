using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Schemas;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>
/// The schemas of the custom resource definitions in the folder that MESHLAB_CRDS names, by API version and kind. They are other
/// projects' files and not part of this repository.
/// </summary>
internal static class CustomResourceSchemas
{
    private static readonly Lazy<IReadOnlyDictionary<(string ApiVersion, string Kind), StructuralSchema>> Loaded = new(Load);

    /// <summary>The schemas; the calling test is skipped, with how to get them, when there is no folder.</summary>
    public static IReadOnlyDictionary<(string ApiVersion, string Kind), StructuralSchema> Require()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("MESHLAB_CRDS") is not { Length: > 0 },
            "Set MESHLAB_CRDS to a folder of custom resource definitions (YAML; one subfolder a system, from the projects' releases) to check manifests against them.");
        return Loaded.Value;
    }

    /// <summary>The definitions themselves, each name once; the calling test is skipped when there is no folder.</summary>
    public static IReadOnlyList<JsonObject> RequireDefinitions()
    {
        Require();
        return [.. Definitions().DistinctBy(definition => definition["metadata"]!["name"]!.GetValue<string>())];
    }

    private static Dictionary<(string ApiVersion, string Kind), StructuralSchema> Load()
    {
        var schemas = new Dictionary<(string, string), StructuralSchema>();
        foreach (var definition in Definitions())
        {
            var spec = definition["spec"]!;
            foreach (var version in spec["versions"]!.AsArray())
            {
                if (version!["schema"]?["openAPIV3Schema"] is JsonObject schema)
                {
                    schemas.TryAdd(
                        ($"{spec["group"]}/{version["name"]}", spec["names"]!["kind"]!.GetValue<string>()),
                        new StructuralSchema(schema));
                }
            }
        }

        Assert.NotEmpty(schemas);
        return schemas;
    }

    private static IEnumerable<JsonObject> Definitions() =>
        Directory.EnumerateFiles(Environment.GetEnvironmentVariable("MESHLAB_CRDS")!, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => ManifestReader.Read(File.ReadAllText(file), file))
            .Select(manifest => manifest.Resource)
            .Where(resource => resource["kind"]?.GetValue<string>() == "CustomResourceDefinition");
}
