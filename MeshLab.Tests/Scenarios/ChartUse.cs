using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Tests.Scenarios;

/// <summary>A helm step of the lab's scenarios.</summary>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Step">Its id.</param>
/// <param name="Action">What it does; templates are not filled in.</param>
/// <param name="Version">The chart's version with the parameters' defaults.</param>
internal sealed record ChartUse(Scenario Scenario, string Step, HelmAction Action, string Version)
{
    public static IReadOnlyList<ChartUse> OfShippedScenarios() =>
    [
        .. from folder in Directory.EnumerateDirectories(ScenarioFolder.Shipped).Order(StringComparer.Ordinal)
           where File.Exists(Path.Combine(folder, "scenario.yaml"))
           let scenario = new ScenarioLoader(_ => null).Load(folder).Scenario
           from step in scenario.Steps
           let action = step.Action as HelmAction
           where action is not null
           select new ChartUse(scenario, step.Id, action, TemplateRenderer.Render(action.Version!, TemplateContext.For(scenario, new Dictionary<string, string>())).Text),
    ];

    /// <summary>The paths of the values that the step sets, dotted, lists as a whole.</summary>
    public IEnumerable<string> Paths() =>
        Files().SelectMany(file => YamlDocumentReader.Read(File.ReadAllText(file), file))
            .SelectMany(document => Leaves(document.Root, ""))
            .Concat(Action.Set.Keys.Select(key => string.Join('.', DottedPath.Split(key))))
            .Distinct();

    /// <summary>The values' files, as absolute paths.</summary>
    public IEnumerable<string> Files() => Action.Values.Select(file => Path.Combine(Scenario.Directory, file));

    public override string ToString() => $"{Scenario.Name}, step {Step}";

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node is JsonObject { Count: > 0 } map
        ? map.SelectMany(pair => Leaves(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"))
        : path.Length == 0 ? [] : [path];
}
