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
                if (ScenarioFiles.IsRemote(file))
                {
                    resources.AddRange(await upstream.LoadAsync(context, file, cancellationToken));
                    continue;
                }

                foreach (var one in ScenarioFiles.Expand(context.Run.Scenario.Directory, file))
                {
                    resources.AddRange((await ManifestReader.ReadFileAsync(one.FullPath, one.Name, cancellationToken)).Select(manifest => manifest.Resource));
                }
            }
        }
        catch (Exception error) when (error is ManifestException or ScenarioFileException)
        {
            throw new StepFailedException(error.Message, error) { Retryable = false };
        }

        resources.AddRange(action.Objects.Select(one => (JsonObject)one.DeepClone()));
        resources.ForEach(one => ContainerImages.Replace(one, action.Images));
        RefuseSecretNames(context, resources);
        return resources;
    }

    /// <summary>The inventory keeps names, so that objects are found again, and pages show them.</summary>
    private static void RefuseSecretNames(StepContext context, List<JsonObject> resources)
    {
        foreach (var resource in resources)
        {
            foreach (var field in new[] { "name", "namespace" })
            {
                if ((resource["metadata"] as JsonObject)?[field] is JsonValue value && value.ToString() is var text && context.Run.Mask.Apply(text) != text)
                {
                    throw new StepFailedException($"a secret is in the {field} of a {resource["kind"]}. Names are kept and shown; put the secret into a field of the object.") { Retryable = false };
                }
            }
        }
    }
}
