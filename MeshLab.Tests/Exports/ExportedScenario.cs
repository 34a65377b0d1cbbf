using System.Text.Json.Nodes;
using MeshLab.Core;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Exports;
using MeshLab.Core.Exports.Formats;
using MeshLab.Core.Exports.Plan;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Exports;

/// <summary>A shipped scenario's export, and what the scenario itself applies, found without the exporter.</summary>
internal sealed class ExportedScenario(Scenario scenario, ExportPlan plan)
{
    /// <summary>Every scenario, once for each value of a parameter that chooses a path.</summary>
    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Directory.EnumerateDirectories(ScenarioFolder.Shipped).Where(folder => File.Exists(Path.Combine(folder, "scenario.yaml"))).Order(StringComparer.Ordinal))
        {
            var path = Load(Path.GetFileName(folder)).Parameters.FirstOrDefault(parameter => parameter.Pattern is { } pattern && pattern.Split('|') is { Length: > 1 } words && words.All(word => word.All(char.IsAsciiLetterOrDigit)));
            foreach (var choice in path?.Pattern!.Split('|').Select(word => $"{path.Name}={word}") ?? [""])
            {
                data.Add(Path.GetFileName(folder), choice);
            }
        }

        return data;
    }

    public Scenario Scenario => scenario;

    public ExportPlan Plan => plan;

    public static Scenario Load(string name)
    {
        var load = new ScenarioLoader(_ => null).Load(Path.Combine(ScenarioFolder.Shipped, name));
        return load.Scenario ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    public static async Task<ExportedScenario> OfAsync(string name, string choice)
    {
        var scenario = Load(name);
        return new ExportedScenario(scenario, await ExportPlanner.PlanAsync(scenario, Values(scenario, choice), TestContext.Current.CancellationToken));
    }

    /// <summary>The choice, and something that fits for parameters without a default.</summary>
    public static Dictionary<string, string> Values(Scenario scenario, string choice)
    {
        var values = scenario.Parameters.Where(parameter => parameter.Default is null && parameter.Type != ParameterType.Secret).ToDictionary(parameter => parameter.Name, _ => "1");
        if (choice.Split('=') is [var name, var value])
        {
            values[name] = value;
        }

        return values;
    }

    /// <summary>
    /// What the scenario leaves on a role's clusters by its own doing: the last form of every object its steps apply, and the namespaces it makes. Left
    /// out are Secrets with content, objects that hold what only a run knows, and steps that take over others' fields: none of them is exported.
    /// </summary>
    public async Task<SortedDictionary<string, JsonObject>> AppliedAsync(string role, string choice)
    {
        var context = TemplateContext.For(scenario, Values(scenario, choice));
        var applied = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var step in scenario.Steps.Where(step => step.Cluster == role && TemplateRenderer.Holds(step.When, context)))
        {
            foreach (var one in await ObjectsAsync(step, context))
            {
                if (one["kind"]!.ToString() != "Secret" || (one["data"] is null && one["stringData"] is null))
                {
                    applied[Key(one)] = one;
                }
            }

            if (step.Action is HelmAction helm && TemplateRenderer.Render(helm.Namespace, context).Text is var space and not ("default" or "kube-system"))
            {
                applied.TryAdd($"v1 Namespace /{space}", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space } });
            }
        }

        return applied;
    }

    /// <summary>The addresses of published manifests that the scenario applies to a role.</summary>
    public IReadOnlyList<string> Remote(string role, string choice)
    {
        var context = TemplateContext.For(scenario, Values(scenario, choice));
        return [.. scenario.Steps.Where(step => step.Cluster == role && TemplateRenderer.Holds(step.When, context)).Select(step => step.Action).OfType<ApplyAction>()
            .SelectMany(apply => apply.Files).Where(ScenarioFiles.IsRemote).Select(file => TemplateRenderer.Render(file, context).Text).Distinct()];
    }

    public static string Key(JsonObject one) => $"{one["apiVersion"]} {one["kind"]} {one["metadata"]!["namespace"]}/{one["metadata"]!["name"]}";

    private async Task<IEnumerable<JsonObject>> ObjectsAsync(ScenarioStep step, TemplateContext context)
    {
        switch (step.Action)
        {
            case NamespaceAction space:
                var rendered = (NamespaceAction)TemplateRenderer.RenderAction(space, context);
                var metadata = new JsonObject { ["name"] = rendered.Name };
                if (rendered.Labels.Count > 0)
                {
                    metadata["labels"] = new JsonObject(rendered.Labels.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
                }

                if (rendered.Annotations.Count > 0)
                {
                    metadata["annotations"] = new JsonObject(rendered.Annotations.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
                }

                return [new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata }];
            case ApplyAction { Force: false } apply:
                var objects = new List<JsonObject>();
                foreach (var file in apply.Files.Where(file => !ScenarioFiles.IsRemote(file)).SelectMany(file => ScenarioFiles.Expand(scenario.Directory, file)))
                {
                    objects.AddRange((await ManifestReader.ReadFileAsync(file.FullPath, file.Name, TestContext.Current.CancellationToken)).Select(manifest => manifest.Resource));
                }

                objects.AddRange(apply.Objects.Select(one => Rendered(one, context)).OfType<JsonObject>());
                Assert.All(objects, one => Assert.True(apply.Namespace is null || one["metadata"]!["namespace"] is not null, "write the namespace into the object"));
                return objects;
            default:
                return [];
        }
    }

    private static JsonObject? Rendered(JsonObject template, TemplateContext context)
    {
        try
        {
            return TemplateRenderer.RenderTree(template, context);
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
