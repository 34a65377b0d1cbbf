using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Runs.Tools;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Asks for the deletion of one item, if it is MeshLab's to delete.</summary>
internal sealed class ItemRemover(HelmBinary helm, ToolRunner tools, InventoryJournal inventory)
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
        var newest = await HelmRelease.NewestAsync(context.Client, release, space, cancellationToken);
        if (newest is null)
        {
            context.Log($"{held.Ref} was gone already");
            return null;
        }

        if (!HelmRelease.IsOurs(newest))
        {
            return $"its newest revision does not carry MeshLab's labels, so somebody has installed it anew; if nobody needs it: helm uninstall {release} --namespace {space}";
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

    private async Task<string?> DeleteObjectAsync(StepContext context, HeldItem held, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
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

        if (await LeftBehind.FindAsync(context, live, others, token => ReleasesAsync(context, others, token), cancellationToken) is { } reason)
        {
            return reason;
        }

        // Only the object that was looked at: another may have taken its name since.
        var uid = live["metadata"]!["uid"]!.GetValue<string>();
        if (!Terminating.Is(live) && !await context.Client.DeleteAsync(held.Ref, DeletionPropagation.Background, uid, cancellationToken))
        {
            return await context.Client.GetAsync(held.Ref, cancellationToken) is { } now && now["metadata"]!["uid"]!.GetValue<string>() != uid
                ? "somebody has made a new one of that name meanwhile"
                : null;
        }

        return null;
    }

    /// <summary>The scenario's releases; not those that another scenario uses too, nor those that somebody has installed anew.</summary>
    private async Task<IReadOnlySet<(string Namespace, string Name)>> ReleasesAsync(StepContext context, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        var own = new HashSet<(string, string)>();
        foreach (var (space, name) in await inventory.ReleasesAsync(context.Run.Scenario.Name, context.ClusterName, cancellationToken))
        {
            var shared = others.Any(other => other.Item.Cluster == context.ClusterName && other.Item.ApiVersion == HelmRelease.ApiVersion && other.Item.Namespace == space && other.Item.Name == name);
            if (!shared && (await HelmRelease.NewestAsync(context.Client, name, space, cancellationToken) is not { } newest || HelmRelease.IsOurs(newest)))
            {
                own.Add((space, name));
            }
        }

        return own;
    }
}
