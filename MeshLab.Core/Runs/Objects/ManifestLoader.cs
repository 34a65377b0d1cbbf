using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Reads the objects of an apply step: files and folders of the scenario, upstream manifests by address, and objects of the step itself.</summary>
internal sealed class ManifestLoader(UpstreamManifests upstream)
{
    public async Task<IReadOnlyList<JsonObject>> LoadAsync(StepContext context, ApplyAction action, CancellationToken cancellationToken)
    {
        var resources = new List<JsonObject>();
        try
        {
            foreach (var file in action.Files)
            {
                if (file.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                {
                    resources.AddRange(await upstream.LoadAsync(context, new Uri(file), cancellationToken));
                    continue;
                }

                foreach (var path in Expand(ScenarioPath.Resolve(context.Run.Scenario, file)))
                {
                    var name = Path.GetRelativePath(Path.GetDirectoryName(context.Run.Scenario.Directory)!, path);
                    resources.AddRange((await ManifestReader.ReadFileAsync(path, name, cancellationToken)).Select(manifest => manifest.Resource));
                }
            }
        }
        catch (ManifestException error)
        {
            throw new StepFailedException(error.Message, error) { Retryable = false };
        }

        resources.AddRange(action.Objects);
        return resources;
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" && !Path.GetFileName(file).StartsWith("kustomization.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
        : [path];
}
