using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Runs a named tool. On a simulated cluster a tool that is not installed is no failure: the step is left out and says so.</summary>
internal sealed class CliStep(ToolRunner tools, ToolLocator locator) : StepKind<CliAction>
{
    protected override async Task RunAsync(StepContext context, CliAction action, CancellationToken cancellationToken)
    {
        if (context.Cluster.IsSimulated && locator.Find(action.Tool) is null)
        {
            throw new StepSkippedException($"Simulated: {action.Tool} is not installed, and on a simulated cluster the step is left out.");
        }

        var result = await tools.RunAsync(context, action.Tool, action.Args, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"{action.Tool} {string.Join(' ', action.Args)} ended with exit code {result.ExitCode}: {result.LastWords}");
        }

        await context.SetOutputsAsync(PatternOutputs.Read(result.Output, action.Outputs), cancellationToken);
    }

    protected override Task DryRunAsync(StepContext context, CliAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would run: {action.Tool} {string.Join(' ', action.Args)}");
        return Task.CompletedTask;
    }
}
