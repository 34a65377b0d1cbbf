using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Applies manifests server-side and waits until the workloads among them are rolled out.</summary>
internal sealed class ApplyStep(ManifestLoader manifests, ObjectApplier applier) : StepKind<ApplyAction>
{
    protected override async Task RunAsync(StepContext context, ApplyAction action, CancellationToken cancellationToken)
    {
        var resources = await manifests.LoadAsync(context, action, cancellationToken);
        var results = await applier.ApplyAsync(context, resources, action.Namespace, action.Force, cancellationToken);
        await Rollouts.WaitAsync(context, results.Select(result => result.Ref), cancellationToken);
    }

    protected override async Task DryRunAsync(StepContext context, ApplyAction action, CancellationToken cancellationToken)
    {
        var resources = await manifests.LoadAsync(context, action, cancellationToken);
        await DryRunReport.WriteAsync(context, resources, action.Namespace, action.Force, cancellationToken);
    }
}
