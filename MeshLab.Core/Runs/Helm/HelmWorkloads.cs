using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>The workloads of a release: what helm waits for, and what a failure is explained with.</summary>
internal static class HelmWorkloads
{
    /// <summary>How often they are looked at.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<ObjectRef>> FindAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var found = new List<ObjectRef>();
        foreach (var kind in new[] { "Deployment", "StatefulSet", "DaemonSet" })
        {
            var workloads = await context.Client.ListAsync("apps/v1", kind, action.Namespace, null, cancellationToken);
            found.AddRange(workloads
                .Where(one => one["metadata"]?["annotations"]?["meta.helm.sh/release-name"]?.GetValue<string>() == action.Release)
                .Select(one => new ObjectRef("apps/v1", kind, action.Namespace, one["metadata"]!["name"]!.GetValue<string>())));
        }

        return found;
    }

    /// <summary>What a failure is explained with after the step's time is over.</summary>
    public static async Task<IReadOnlyList<ObjectRef>> SuspectsAsync(StepContext context, HelmAction action)
    {
        using var limit = new CancellationTokenSource(LongestLook, context.Clock);
        try
        {
            return await FindAsync(context, action, limit.Token);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            context.Log($"What helm waited for could not be looked up: {error.Message}");
            return [];
        }
    }

    /// <summary>Shows what helm's own wait waits for.</summary>
    public static async Task WatchAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        while (true)
        {
            await context.DelayAsync(Look, cancellationToken);
            try
            {
                foreach (var workload in await FindAsync(context, action, cancellationToken))
                {
                    if (await Rollouts.LookAsync(context, workload, cancellationToken) is { } text)
                    {
                        await context.WaitsForAsync(text, cancellationToken);
                        break;
                    }
                }
            }
            catch (Exception error) when (error is ClusterException or StepFailedException)
            {
                await context.WaitsForAsync($"release {action.Namespace}/{action.Release}: {error.Message}", cancellationToken);
            }
        }
    }
}
