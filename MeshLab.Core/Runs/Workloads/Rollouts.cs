using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Workloads;

/// <summary>Waits until workloads are rolled out and shows what it waits for.</summary>
internal static class Rollouts
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Returns when all are rolled out. The step's timeout ends it otherwise; a cluster that does not answer for a while does not.</summary>
    public static async Task WaitAsync(StepContext context, IEnumerable<ObjectRef> objects, CancellationToken cancellationToken)
    {
        var pending = objects.Where(one => RolloutStatus.IsWorkload(one.ApiVersion, one.Kind)).Distinct().ToList();
        var pause = FirstPause;
        while (pending.Count > 0)
        {
            context.Suspects = [.. pending];
            string? text = null;
            foreach (var workload in pending.ToList())
            {
                var state = await LookAsync(context, workload, cancellationToken);
                if (state is null)
                {
                    pending.Remove(workload);
                    context.Log($"{workload} is rolled out");
                }

                text ??= state;
            }

            if (pending.Count > 0)
            {
                await context.WaitsForAsync(pending.Count == 1 ? text : $"{text} (and {pending.Count - 1} more)", cancellationToken);
                await context.DelayAsync(pause, cancellationToken);
                pause = pause * 1.5 > LongestPause ? LongestPause : pause * 1.5;
            }
        }

        context.Suspects = [];
        await context.WaitsForAsync(null, cancellationToken);
    }

    /// <summary>What a workload lacks, or null when it is rolled out.</summary>
    public static async Task<string?> LookAsync(StepContext context, ObjectRef workload, CancellationToken cancellationToken)
    {
        try
        {
            var live = await context.Client.GetAsync(workload, cancellationToken);
            if (live is null)
            {
                return $"{workload}: it is not there";
            }

            var status = RolloutStatus.Of(live);
            if (status.Failed)
            {
                throw new StepFailedException($"{workload}: {status.Text}");
            }

            if (status.Done)
            {
                return null;
            }

            var problem = (await PodProblems.FindAsync(context.Client, live, cancellationToken)).FirstOrDefault(one => one.Reason is not null);
            return problem is null ? $"{workload}: {status.Text}" : $"{workload}: {status.Text}; pod {problem.Pod}: {problem.Reason}";
        }
        catch (ClusterException error) when (error.Status is null || (int)error.Status >= 500)
        {
            return $"{workload}: {error.Message}";
        }
    }
}
