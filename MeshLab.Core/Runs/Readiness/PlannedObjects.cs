using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>What a deploy with these parameters would do on one role's cluster, as far as that can be told before it runs.</summary>
/// <param name="Objects">The objects of the manifests, with their namespaces where they name one.</param>
/// <param name="Releases">The helm steps.</param>
/// <param name="Commands">Commands in pods, of steps and of checks.</param>
/// <param name="Asserted">Resources that checks read.</param>
/// <param name="Unknown">What is known at run time only, for people.</param>
internal sealed record PlannedObjects(
    IReadOnlyList<JsonObject> Objects,
    IReadOnlyList<HelmAction> Releases,
    IReadOnlyList<(string Namespace, string In)> Commands,
    IReadOnlyList<JsonObject> Asserted,
    IReadOnlyList<string> Unknown)
{
    /// <summary>The charts of the releases; empty until somebody renders them.</summary>
    public IReadOnlyList<RenderedChart> Charts { get; init; } = [];

    /// <summary>The objects of the manifests and of the charts that could be rendered.</summary>
    public IEnumerable<JsonObject> AllObjects => Objects.Concat(Charts.SelectMany(chart => chart.Objects));

    public static async Task<PlannedObjects> OfAsync(Scenario scenario, string role, TemplateContext parameters, ClusterClient client, CancellationToken cancellationToken)
    {
        var objects = new List<JsonObject>();
        var releases = new List<HelmAction>();
        var commands = new List<(string, string)>();
        var asserted = new List<JsonObject>();
        var unknown = new List<string>();
        foreach (var step in scenario.Steps.Where(step => Runs(step, parameters)))
        {
            if (step.Cluster == role && step.Action is { } action)
            {
                await ActAsync(step, Rendered(action, parameters));
            }

            foreach (var check in step.Verify.Where(check => (check.Cluster ?? step.Cluster) == role))
            {
                Check(Rendered(check, parameters));
            }
        }

        return new(objects, releases, commands, asserted, unknown);

        async Task ActAsync(ScenarioStep step, StepAction action)
        {
            switch (action)
            {
                case NamespaceAction space:
                    objects.Add(NamespaceStep.Resource(space));
                    break;
                case HelmAction helm:
                    releases.Add(helm);
                    break;
                case ExecAction exec:
                    commands.Add((exec.Namespace, exec.In));
                    break;
                case LoadAction load:
                    commands.Add((load.Namespace, load.In));
                    break;
                case ApplyAction apply:
                    foreach (var file in apply.Files)
                    {
                        objects.AddRange((await ReadAsync(scenario, file, client, unknown, cancellationToken)).Select(one => Placed(one, apply.Namespace)));
                    }

                    objects.AddRange(apply.Objects.Select(one => Placed((JsonObject)one.DeepClone(), apply.Namespace)));
                    objects.ForEach(one => ContainerImages.Replace(one, apply.Images));
                    break;
                case CliAction cli:
                    unknown.Add($"what {cli.Tool} does in step {step.Id}");
                    break;
            }
        }

        void Check(Verification check)
        {
            if (check.Exec is { } exec)
            {
                commands.Add((exec.Namespace, exec.In));
            }

            if ((check.Assert ?? check.Error) is { } wanted)
            {
                asserted.Add(wanted);
            }
        }
    }

    private static bool Runs(ScenarioStep step, TemplateContext parameters)
    {
        try
        {
            return TemplateRenderer.Holds(step.When, parameters);
        }
        catch (TemplateException)
        {
            return true;
        }
    }

    /// <summary>With its templates filled in; as it is written when it needs outputs of earlier steps.</summary>
    private static StepAction Rendered(StepAction action, TemplateContext parameters)
    {
        try
        {
            return TemplateRenderer.RenderAction(action, parameters);
        }
        catch (TemplateException)
        {
            return action;
        }
    }

    private static Verification Rendered(Verification check, TemplateContext parameters)
    {
        try
        {
            return TemplateRenderer.RenderVerification(check, parameters);
        }
        catch (TemplateException)
        {
            return check;
        }
    }

    private static JsonObject Placed(JsonObject resource, string? @namespace)
    {
        if (@namespace is not null && resource["metadata"] is JsonObject metadata)
        {
            metadata["namespace"] ??= @namespace;
        }

        return resource;
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadAsync(Scenario scenario, string file, ClusterClient client, List<string> unknown, CancellationToken cancellationToken)
    {
        if (ScenarioFiles.IsRemote(file))
        {
            // A check that people wait for downloads nothing; the demo cluster has its stand-ins at hand.
            if (client.Cluster.IsSimulated)
            {
                var answer = await client.SendRawAsync(HttpMethod.Get, $"/simulation/v1/manifests?url={Uri.EscapeDataString(file)}", null, cancellationToken);
                return [.. (answer?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(one => (JsonObject)one.DeepClone())];
            }

            unknown.Add($"the objects of {file}");
            return [];
        }

        try
        {
            var resources = new List<JsonObject>();
            foreach (var one in ScenarioFiles.Expand(scenario.Directory, file))
            {
                resources.AddRange((await ManifestReader.ReadFileAsync(one.FullPath, one.Name, cancellationToken)).Select(manifest => manifest.Resource));
            }

            return resources;
        }
        catch (Exception error) when (error is ManifestException or ScenarioFileException or IOException or UnauthorizedAccessException)
        {
            unknown.Add(error.Message);
            return [];
        }
    }
}
