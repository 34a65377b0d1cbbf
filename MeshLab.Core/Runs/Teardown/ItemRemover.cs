using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Runs.Tools;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Asks for the deletion of one item, if it is MeshLab's to delete.</summary>
internal sealed class ItemRemover(HelmBinary helm, ToolRunner tools)
{
    /// <summary>Asks for deletion.</summary>
    /// <returns>Null when it was asked for or the item is gone; otherwise why the item stays.</returns>
    public async Task<string?> RemoveAsync(StepContext context, HeldItem held, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        var item = held.Item;
        if (item.Existed)
        {
            return "it was there before MeshLab";
        }

        if (others.FirstOrDefault(other => other.Same(held)) is { } user)
        {
            return $"{user.Scenario} (run {user.RunId}) uses it as well";
        }

        return item.ApiVersion switch
        {
            HelmRelease.ApiVersion => await UninstallAsync(context, held, cancellationToken),
            KindStep.ApiVersion => await DeleteKindClusterAsync(context, item, cancellationToken),
            _ => await DeleteObjectAsync(context, held, others, cancellationToken),
        };
    }

    private async Task<string?> UninstallAsync(StepContext context, HeldItem held, CancellationToken cancellationToken)
    {
        var (release, space) = (held.Item.Name, held.Item.Namespace!);
        if (await HelmRelease.NewestAsync(context.Client, release, space, cancellationToken) is null)
        {
            context.Log($"{held.Ref} was gone already");
            return null;
        }

        if (context.Cluster.IsSimulated)
        {
            await SimulatedCharts.UninstallAsync(context.Client, release, space, cancellationToken);
        }
        else
        {
            await helm.UninstallAsync(context, release, space, cancellationToken);
        }

        context.Log($"{held.Ref} uninstalled");
        return null;
    }

    private async Task<string?> DeleteKindClusterAsync(StepContext context, InventoryItem item, CancellationToken cancellationToken)
    {
        var result = await tools.RunAsync(context, "kind", ["delete", "cluster", "--name", item.Name], quiet: false, cancellationToken);
        return result.ExitCode == 0 ? null : throw new StepFailedException($"kind delete cluster ended with exit code {result.ExitCode}: {result.LastWords}");
    }

    private static async Task<string?> DeleteObjectAsync(StepContext context, HeldItem held, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        // A kind whose definition is gone takes its objects with it.
        var served = await context.Client.FindTypeAsync(held.Ref.ApiVersion, held.Ref.Kind, cancellationToken) is not null;
        var live = served ? await context.Client.GetAsync(held.Ref, cancellationToken) : null;
        if (live is null)
        {
            context.Log($"{held.Ref} was gone already");
            return null;
        }

        if (!Ownership.IsOurs(live))
        {
            return "it no longer carries MeshLab's labels, so somebody has taken it over";
        }

        if (await LeftBehind.FindAsync(context, live, others, cancellationToken) is { } reason)
        {
            return reason;
        }

        if (live["metadata"]?["deletionTimestamp"] is null)
        {
            await context.Client.DeleteAsync(held.Ref, DeletionPropagation.Background, cancellationToken);
        }

        return null;
    }
}
