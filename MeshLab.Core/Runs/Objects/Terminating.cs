using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Objects that were asked to go and are still there.</summary>
internal static class Terminating
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public static bool Is(JsonObject? live) => live?["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>Waits until an object that is being deleted is gone: what is applied onto it would go with it.</summary>
    public static async Task WaitAsync(StepContext context, ObjectRef reference, CancellationToken cancellationToken)
    {
        while (await context.Client.GetAsync(reference, cancellationToken) is { } live && Is(live))
        {
            await context.WaitsForAsync(Describe(reference, live), cancellationToken);
            await context.DelayAsync(Pause, cancellationToken);
        }

        await context.WaitsForAsync(null, cancellationToken);
    }

    /// <summary>Why an object is still there: its finalizers, or for a namespace what its conditions say is left in it.</summary>
    public static string Describe(ObjectRef reference, JsonObject live)
    {
        var finalizers = (live["metadata"]?["finalizers"] as JsonArray ?? []).Concat(live["spec"]?["finalizers"] as JsonArray ?? []).Select(one => one!.GetValue<string>()).ToList();
        var conditions = (live["status"]?["conditions"] as JsonArray ?? [])
            .Where(one => one?["status"]?.GetValue<string>() == "True" && one["type"]?.GetValue<string>() is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining" or "NamespaceDeletionContentFailure")
            .Select(one => one!["message"]?.GetValue<string>());
        var reasons = conditions.Concat(finalizers.Count > 0 ? [$"finalizers {string.Join(", ", finalizers)}"] : []);
        return $"{reference} is being deleted; {string.Join("; ", reasons)}".TrimEnd(' ', ';');
    }
}
