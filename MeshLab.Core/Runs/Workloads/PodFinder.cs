using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;

namespace MeshLab.Core.Runs.Workloads;

/// <summary>Finds the pod to run a command in: the pod itself, or the first ready pod of a workload.</summary>
internal static class PodFinder
{
    /// <exception cref="StepFailedException">There is no such pod, or none is ready.</exception>
    public static async Task<string> FindAsync(ClusterClient client, string target, string @namespace, CancellationToken cancellationToken)
    {
        var reference = await ResourceNames.ResolveAsync(client, target, @namespace, cancellationToken)
            ?? throw new StepFailedException($"The cluster does not serve the kind of {target}.");
        var live = await client.GetAsync(reference, cancellationToken) ?? throw new StepFailedException($"{reference} is not there.");
        if (reference.Kind == "Pod")
        {
            return reference.Name;
        }

        var selector = PodProblems.Selector(live);
        var pods = selector.Length == 0 ? [] : await client.ListAsync("v1", "Pod", @namespace, selector, cancellationToken);
        var ready = pods.Where(pod => PodProblems.IsReady(pod) && pod["metadata"]?["deletionTimestamp"] is null)
            .Select(pod => pod["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal).FirstOrDefault();
        return ready ?? throw new StepFailedException($"{reference} has no ready pod{await ReasonAsync(client, live, cancellationToken)}.");
    }

    private static async Task<string> ReasonAsync(ClusterClient client, JsonObject workload, CancellationToken cancellationToken)
    {
        var problem = (await PodProblems.FindAsync(client, workload, cancellationToken)).FirstOrDefault(one => one.Reason is not null);
        return problem is null ? "" : $"; pod {problem.Pod}: {problem.Reason}";
    }
}
