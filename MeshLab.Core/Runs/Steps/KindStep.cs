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
        if (context.Simulated)
        {
            context.Log($"Simulated: the demo cluster stands in for the Kind cluster {action.Name}.");
            return;
        }

        var known = await tools.RunAsync(context, "kind", ["get", "clusters"], quiet: true, cancellationToken);
        if (known.ExitCode != 0)
        {
            throw new StepFailedException($"kind get clusters ended with exit code {known.ExitCode}: {known.LastWords}");
        }

        var existed = known.Output.Split('\n').Contains(action.Name);
        if (existed && await IsHalfMadeAsync(context, action, cancellationToken))
        {
            context.Log($"The Kind cluster {action.Name} was not made to its end; it is deleted and made again.");
            await KindAsync(context, ["delete", "cluster", "--name", action.Name], cancellationToken);
            existed = false;
        }

        await inventory.RecordAsync(context.Run.Id, [new InventoryItem(context.ClusterName, ApiVersion, "Cluster", null, action.Name, context.Step.Id, existed)], cancellationToken);
        if (existed)
        {
            context.Log($"The Kind cluster {action.Name} is there already.");
            MustBeThere(context, action);
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

        await KindAsync(context, arguments, cancellationToken);
        MustBeThere(context, action);
    }

    protected override Task DryRunAsync(StepContext context, KindAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would create the Kind cluster {action.Name} unless it is there.");
        return Task.CompletedTask;
    }

    /// <summary>The later steps work on the role's cluster; a Kind cluster that is there under another name would leave them without.</summary>
    private static void MustBeThere(StepContext context, KindAction action)
    {
        if (!context.ClusterIsThere())
        {
            throw new StepFailedException(
                $"The Kind cluster {action.Name} is there as the context kind-{action.Name}, but this run is bound to {context.ClusterName}, which is in no kubeconfig file. Bind the role to kind-{action.Name}, or write the context with: kind export kubeconfig --name {action.Name}")
            { Retryable = false };
        }
    }

    /// <summary>Whether this run began to make the cluster and was cut off: nothing else can be on it yet.</summary>
    private async Task<bool> IsHalfMadeAsync(StepContext context, KindAction action, CancellationToken cancellationToken)
    {
        var own = (await inventory.OfRunAsync(context.Run.Id, cancellationToken))
            .Any(item => item is { ApiVersion: ApiVersion, Existed: false } && item.Name == action.Name && item.Step == context.Step.Id);
        return own && (context.Resumed || !context.ClusterIsThere());
    }

    private async Task KindAsync(StepContext context, List<string> arguments, CancellationToken cancellationToken)
    {
        var result = await tools.RunAsync(context, "kind", arguments, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"kind {arguments[0]} cluster ended with exit code {result.ExitCode}: {result.LastWords}");
        }
    }
}
