using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Installs or upgrades a release: by the helm binary on real clusters, by the chart profiles of the demo cluster on simulated ones.</summary>
internal sealed class HelmStep(InventoryJournal inventory, ObjectApplier applier, HelmBinary binary) : StepKind<HelmAction>, IDisposable
{
    private readonly SemaphoreSlim _namespaces = new(1, 1);

    public void Dispose() => _namespaces.Dispose();

    protected override async Task RunAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        await EnsureNamespaceAsync(context, action.Namespace, cancellationToken);
        await RecordAsync(context, action, cancellationToken);
        if (context.Cluster.IsSimulated)
        {
            await SimulatedCharts.InstallAsync(context, action, cancellationToken);
        }
        else
        {
            await binary.InstallAsync(context, action, cancellationToken);
        }
    }

    protected override Task DryRunAsync(StepContext context, HelmAction action, CancellationToken cancellationToken) => context.Cluster.IsSimulated
        ? SimulatedCharts.DryRunAsync(context, action, cancellationToken)
        : binary.DryRunAsync(context, action, cancellationToken);

    /// <summary>The namespace is made here and not by helm, so that it is labelled and in the inventory. One that is there is left as it is: another step may have labelled it.</summary>
    private async Task EnsureNamespaceAsync(StepContext context, string name, CancellationToken cancellationToken)
    {
        // Parallel steps may share a namespace; only one of them makes it.
        await _namespaces.WaitAsync(cancellationToken);
        try
        {
            var reference = new ObjectRef("v1", "Namespace", null, name);
            await Terminating.WaitAsync(context, reference, cancellationToken);
            var live = await context.Client.GetAsync(reference, cancellationToken);
            if (live is null)
            {
                var resource = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
                await applier.ApplyAsync(context, [resource], null, force: false, cancellationToken);
            }
            else if (Ownership.IsOurs(live))
            {
                // Perhaps another scenario made it: whichever of the two is torn down last removes it.
                await inventory.RecordAsync(context.Run.Id, [new InventoryItem(context.ClusterName, "v1", "Namespace", null, name, context.Step.Id, Existed: false)], cancellationToken);
            }
        }
        finally
        {
            _namespaces.Release();
        }
    }

    /// <summary>Writes the release down before it is installed, unless it is somebody else's.</summary>
    private async Task RecordAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var item = new InventoryItem(context.ClusterName, HelmRelease.ApiVersion, HelmRelease.Kind, action.Namespace, action.Release, context.Step.Id, Existed: false);
        if (await HelmRelease.NewestAsync(context.Client, action.Release, action.Namespace, cancellationToken) is { } newest && !HelmRelease.IsOurs(newest))
        {
            throw new StepFailedException(HelmRelease.Taken(action.Release, action.Namespace, context.ClusterName)) { Retryable = false };
        }

        await inventory.RecordAsync(context.Run.Id, [item], cancellationToken);
    }
}
