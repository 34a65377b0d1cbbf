using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Runs a command in a pod.</summary>
internal sealed class ExecStep : StepKind<ExecAction>
{
    protected override async Task RunAsync(StepContext context, ExecAction action, CancellationToken cancellationToken)
    {
        var result = await PodCommand.RunAsync(context, action, log: true, cancellationToken);
        if (result.ExitCodes.Any(code => code != 0))
        {
            throw new StepFailedException($"{string.Join(' ', action.Command)} in {action.In} ended with exit code {result.ExitCodes.First(code => code != 0)}: {result.LastWords}");
        }

        await context.SetOutputsAsync(PatternOutputs.Read(result.Output, action.Outputs), cancellationToken);
    }

    protected override Task DryRunAsync(StepContext context, ExecAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would run in {action.Namespace}/{action.In}: {string.Join(' ', action.Command)}");
        return Task.CompletedTask;
    }
}
