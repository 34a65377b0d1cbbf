using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Creates a Kind cluster unless there is one of that name. On a simulated cluster there is nothing to create.</summary>
internal sealed class KindStep(ToolRunner tools, InventoryJournal inventory) : StepKind<KindAction>
{
    /// <summary>What stands for the API version of a Kind cluster in an inventory.</summary>
    public const string ApiVersion = "kind";

    protected override async Task RunAsync(StepContext context, KindAction action, CancellationToken cancellationToken)
    {
        if (context.Cluster.IsSimulated)
        {
            context.Log($"Simulated: the demo cluster stands in for the Kind cluster {action.Name}.");
            return;
        }

        var known = await tools.RunAsync(context, "kind", ["get", "clusters"], quiet: true, cancellationToken);
        var existed = known.Output.Split('\n').Contains(action.Name);
        await inventory.RecordAsync(context.Run.Id, [new InventoryItem(context.ClusterName, ApiVersion, "Cluster", null, action.Name, context.Step.Id, existed)], cancellationToken);
        if (existed)
        {
            context.Log($"The Kind cluster {action.Name} is there already.");
            return;
        }

        List<string> arguments = ["create", "cluster", "--name", action.Name, "--wait", "3m"];
        if (action.Config is not null)
        {
            arguments.AddRange(["--config", ScenarioFiles.Resolve(context.Run.Scenario.Directory, action.Config)]);
        }

        if (action.Image is not null)
        {
            arguments.AddRange(["--image", action.Image]);
        }

        var result = await tools.RunAsync(context, "kind", arguments, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"kind create cluster ended with exit code {result.ExitCode}: {result.LastWords}");
        }
    }

    protected override Task DryRunAsync(StepContext context, KindAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would create the Kind cluster {action.Name} unless it is there.");
        return Task.CompletedTask;
    }
}
