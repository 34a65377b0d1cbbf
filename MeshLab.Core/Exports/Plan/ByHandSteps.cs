using System.Text.RegularExpressions;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Exports.Plan;

/// <summary>Collects what no engine does, in the order of the scenario, with how a person does it.</summary>
internal sealed partial class ByHandSteps(TemplateContext templates)
{
    private readonly List<ByHandStep> _steps = [];

    public IReadOnlyList<ByHandStep> Steps => _steps;

    public void Add(ScenarioStep step, string what, params IReadOnlyList<string> commands) => _steps.Add(new ByHandStep(step.Id, step.Cluster, step.Title, what, commands));

    /// <summary>What a template would need: what a run makes, or is told in confidence.</summary>
    public static string Needs(TemplateException error) =>
        Output().Match(error.Template) is { Success: true } output ? $"it needs what the step {output.Groups[1].Value} gives in a run" : "it needs a secret parameter";

    /// <summary>An action of a kind that has no counterpart in an engine.</summary>
    public void Add(ScenarioStep step, StepAction action)
    {
        var rendered = TryRender(action);
        switch (rendered)
        {
            case null:
                Add(step, "It needs values that are known only at run time.");
                break;
            case WaitAction { Outputs: null or { Count: 0 } }:
                // Engines wait by themselves: for health, for waves, for what a bundle depends on.
                break;
            case WaitAction wait:
                Add(step, $"Read {string.Join(", ", wait.Outputs!.Values)} of {wait.Resource}; later steps need it.", $"kubectl get {wait.Resource}{(wait.Namespace is null ? "" : $" -n {wait.Namespace}")} -o yaml");
                break;
            case KindAction kind:
                Add(step, "A cluster is not deployed by an engine that runs in it.", $"kind create cluster --name {kind.Name}");
                break;
            case CliAction cli:
                Add(step, $"It runs {cli.Tool}.", $"{cli.Tool} {string.Join(' ', cli.Args.Select(ShellText.Quoted))}");
                break;
            case ExecAction exec:
                Add(step, "It runs a command in a pod.", ShellText.Exec(exec));
                break;
            case LoadAction load:
                Add(step, "It sends load.", ShellText.Load(load));
                break;
            case GenerateAction generate:
                Add(step, generate.What switch
                {
                    GenerateKind.JsonWebToken => $"Make an RSA key and a token of {generate.CommonName}; MeshLab makes new ones in each run and exports none.",
                    GenerateKind.Password => $"Make a password for {generate.CommonName}; MeshLab makes one in its first run and exports none.",
                    _ => $"Make a certificate for {generate.CommonName}; MeshLab makes a new one in each run and exports none.",
                });
                break;
            default:
                Add(step, $"A {action.Kind} step is not exported.");
                break;
        }
    }

    private StepAction? TryRender(StepAction action)
    {
        try
        {
            return TemplateRenderer.RenderAction(action, templates);
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"steps\.([A-Za-z0-9-]+)\.outputs", RegexOptions.CultureInvariant)]
    private static partial Regex Output();
}
