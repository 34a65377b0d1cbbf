using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>The steps of a scenario in order, with their checks and the tasks they do.</summary>
public sealed partial class ScenarioSteps
{
    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>The tasks it covers, by reference.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyDictionary<string, CoveredTask> Tasks { get; set; }

    private IReadOnlyList<CoveredTask> Covered(ScenarioStep step) =>
        [.. step.AllCovers().Select(Tasks.GetValueOrDefault).OfType<CoveredTask>().DistinctBy(task => task.Id)];

    /// <summary>What the step does, in one line.</summary>
    private static string? Doing(StepAction? action) => action switch
    {
        HelmAction helm => $"{helm.Chart} {helm.Version} in {helm.Namespace}",
        ApplyAction apply => string.Join(", ", apply.Files.Concat(apply.Objects.Select(item => $"{item["kind"]} {item["metadata"]?["name"]}"))),
        NamespaceAction space => string.Join(" ", space.Labels.Concat(space.Annotations).Select(pair => $"{pair.Key}={pair.Value}").Prepend(space.Name)),
        CliAction cli => string.Join(' ', cli.Args.Prepend(cli.Tool)),
        WaitAction { For: WaitFor.Condition } wait => $"{wait.Resource}: {wait.Condition}",
        WaitAction wait => $"{wait.Resource}: {wait.For.ToString().ToLowerInvariant()}",
        ExecAction exec => $"{exec.In}: {string.Join(' ', exec.Command)}{(exec.Times > 1 ? $" ({exec.Times} times)" : "")}",
        LoadAction load => $"{load.Qps}/s to {load.Url} for {load.Duration.TotalSeconds:0} s",
        GenerateAction generate => generate.CommonName,
        KindAction kind => kind.Name,
        _ => null,
    };
}
