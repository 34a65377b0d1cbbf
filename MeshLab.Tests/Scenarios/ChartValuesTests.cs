using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Roadmap;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>Helm takes values that a chart does not know without a word, so the lab's values are checked here.</summary>
public sealed class ChartValuesTests
{
    [Fact]
    public void Values_OfEveryHelmStep_WereLookedUpInTheChartOfTheirVersion()
    {
        var known = Ledger();
        var problems = new List<string>();
        foreach (var use in ChartUse.OfShippedScenarios())
        {
            if (!known.TryGetValue(use.Action.Chart, out var chart))
            {
                problems.Add($"{use}: the chart {use.Action.Chart} is not in chart-values.yaml");
                continue;
            }

            if (chart.Version != use.Version || chart.Repository != use.Action.Repo)
            {
                problems.Add($"{use}: {use.Action.Chart} {use.Version} from {use.Action.Repo}; looked up was {chart.Version} from {chart.Repository}");
            }

            problems.AddRange(use.Paths().Where(path => !chart.Values.Contains(path)).Select(path => $"{use}: {path} was not looked up in {use.Action.Chart} {use.Version}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Ledger_HoldsNothingThatNoScenarioUses()
    {
        var used = ChartUse.OfShippedScenarios().ToLookup(use => use.Action.Chart);

        Assert.Empty(Ledger().SelectMany(chart => chart.Value.Values.Except(used[chart.Key].SelectMany(use => use.Paths())).Select(path => $"{chart.Key}: {path}")));
        Assert.Empty(Ledger().Keys.Except(used.Select(group => group.Key)));
    }

    public static TheoryData<string> Steps() => [.. ChartUse.OfShippedScenarios().Select(use => use.ToString())];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Chart_WithTheStepsValues_Renders(string step)
    {
        var use = ChartUse.OfShippedScenarios().Single(one => one.ToString() == step);
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("MESHLAB_CHARTS") is not { Length: > 0 },
            "Set MESHLAB_CHARTS to a folder of charts as `helm pull` stores them (istiod-1.30.3.tgz, ...) to render them with the lab's values.");
        var chart = Path.Combine(Environment.GetEnvironmentVariable("MESHLAB_CHARTS")!, $"{use.Action.Chart.Split('/')[^1]}-{use.Version}.tgz");
        Assert.SkipUnless(File.Exists(chart), $"{Path.GetFileName(chart)} is not in MESHLAB_CHARTS: helm pull {use.Action.Chart}{(use.Action.Repo is { } repo ? $" --repo {repo}" : "")} --version {use.Version}");

        string[] arguments =
        [
            "template", use.Action.Release, chart, "--namespace", use.Action.Namespace,
            .. use.Files().SelectMany(file => new[] { "--values", file }),
            .. use.Action.Set.SelectMany(pair => new[] { "--set", $"{pair.Key}={Value(pair.Value)}" }),
        ];
        var result = await TestTool.RunAsync("helm", null, arguments);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains("kind: ", result.StandardOutput, StringComparison.Ordinal);
    }

    // What a step gets from earlier steps is not there yet; any text does for rendering.
    private static string Value(string text) => text.Contains("{{", StringComparison.Ordinal) ? "bWVzaGxhYg==" : text;

    private static Dictionary<string, (string? Repository, string Version, HashSet<string> Values)> Ledger()
    {
        var file = Repository.PathTo("MeshLab.Tests", "Scenarios", "chart-values.yaml");
        var root = YamlDocumentReader.Read(File.ReadAllText(file), file).Single().Root!;
        return root["charts"]!.AsArray().ToDictionary(
            chart => Text(chart!["chart"]),
            chart => (chart!["repository"]?.GetValue<string>(), Text(chart["version"]), (chart["values"] as JsonArray ?? []).Select(Text).ToHashSet()));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
