using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Api;

/// <summary>A scenario in the list.</summary>
/// <param name="Id">Its name, e.g. <c>istio-tutorial</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">May be empty.</param>
/// <param name="Section">The roadmap section.</param>
/// <param name="Mesh"><c>none</c>, <c>istio</c>, <c>istio-ambient</c>, <c>linkerd</c> or <c>cilium</c>.</param>
/// <param name="Roles">The cluster roles a run binds.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Tasks">The number of roadmap tasks it covers.</param>
/// <param name="TasksDone">Those of them that are done.</param>
public sealed record ScenarioSummaryDto(string Id, string Title, string Summary, string Section, string Mesh, IReadOnlyList<string> Roles, int Steps, int Tasks, int TasksDone)
{
    internal static ScenarioSummaryDto Of(Scenario scenario, IReadOnlyDictionary<string, CoveredTask> tasks)
    {
        var covered = scenario.AllCovers().Select(tasks.GetValueOrDefault).OfType<CoveredTask>().DistinctBy(task => task.Id).ToList();
        return new(
            scenario.Name,
            scenario.Title,
            scenario.Summary,
            scenario.Section,
            ScenarioWords.Of(scenario.Mesh),
            [.. scenario.Clusters.Select(role => role.Role)],
            scenario.Steps.Count,
            covered.Count,
            covered.Count(task => task.State == TaskCompletion.Done));
    }
}

/// <summary>A scenario in full.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">May be empty.</param>
/// <param name="Section">The roadmap section.</param>
/// <param name="Mesh">The mesh's word.</param>
/// <param name="Clusters">The cluster roles a run binds.</param>
/// <param name="Tools">Tools a run on a real cluster needs.</param>
/// <param name="Conflicts">What must not be on a bound cluster already.</param>
/// <param name="Parameters">What may be set.</param>
/// <param name="Covers">Every roadmap task it covers, by its full id.</param>
/// <param name="Steps">In order.</param>
public sealed record ScenarioDto(
    string Id,
    string Title,
    string Summary,
    string Section,
    string Mesh,
    IReadOnlyList<ClusterRole> Clusters,
    IReadOnlyList<ToolRequirement> Tools,
    IReadOnlyList<string> Conflicts,
    IReadOnlyList<ScenarioParameterDto> Parameters,
    IReadOnlyList<string> Covers,
    IReadOnlyList<ScenarioStepDto> Steps)
{
    internal static ScenarioDto Of(Scenario scenario, IReadOnlyDictionary<string, CoveredTask> tasks) => new(
        scenario.Name,
        scenario.Title,
        scenario.Summary,
        scenario.Section,
        ScenarioWords.Of(scenario.Mesh),
        scenario.Clusters,
        scenario.Tools,
        scenario.Conflicts,
        [.. scenario.Parameters.Select(ScenarioParameterDto.Of)],
        Ids(scenario.AllCovers(), tasks),
        [.. scenario.Steps.Select(step => ScenarioStepDto.Of(step, tasks))]);

    internal static IReadOnlyList<string> Ids(IEnumerable<string> references, IReadOnlyDictionary<string, CoveredTask> tasks) =>
        [.. references.Select(reference => tasks.GetValueOrDefault(reference)?.Id ?? reference).Distinct()];
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>boolean</c> or <c>secret</c>.</param>
/// <param name="Default">As text; null when a value must be given.</param>
/// <param name="Pattern">What the whole value must match; null for none.</param>
/// <param name="Description">May be empty.</param>
public sealed record ScenarioParameterDto(string Name, string Type, string? Default, string? Pattern, string Description)
{
    internal static ScenarioParameterDto Of(ScenarioParameter parameter) =>
        new(parameter.Name, ScenarioWords.Of(parameter.Type), parameter.Default, parameter.Pattern, parameter.Description);
}

/// <summary>A step.</summary>
/// <param name="Id">Unique in the scenario.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">Markdown; may be empty.</param>
/// <param name="Kind">The step kind, e.g. <c>helm</c>; <c>verify</c> when it only checks.</param>
/// <param name="Cluster">The role of its cluster.</param>
/// <param name="Covers">Roadmap tasks it and its checks cover.</param>
/// <param name="When">The condition; null for always.</param>
/// <param name="Parallel">The parallel group; null for none.</param>
/// <param name="TimeoutSeconds">The longest it may take.</param>
/// <param name="Retries">How often a failed attempt is tried again.</param>
/// <param name="Checks">The titles of its checks.</param>
public sealed record ScenarioStepDto(
    string Id,
    string Title,
    string Description,
    string Kind,
    string Cluster,
    IReadOnlyList<string> Covers,
    string? When,
    string? Parallel,
    double TimeoutSeconds,
    int Retries,
    IReadOnlyList<string> Checks)
{
    internal static ScenarioStepDto Of(ScenarioStep step, IReadOnlyDictionary<string, CoveredTask> tasks) => new(
        step.Id,
        step.Title,
        step.Description,
        step.Action?.Kind ?? "verify",
        step.Cluster,
        ScenarioDto.Ids(step.AllCovers(), tasks),
        step.When,
        step.Parallel,
        step.Timeout.TotalSeconds,
        step.Retries,
        [.. step.Verify.Select(check => check.Title)]);
}
