using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Logs;

/// <summary>Streams the log of a container: first a line that says what it is, then what was written, then what comes.</summary>
internal static class ContainerLog
{
    public const string Marker = "[simulated] This log is made up by MeshLab's demo cluster; no such container runs.";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<string> ReadAsync(DemoCluster cluster, JsonObject pod, string container, bool follow, int? tailLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = StartedAt(pod, container) ?? throw NotStarted(pod, container);
        var until = EndedAt(pod, container) ?? cluster.Clock.GetUtcNow();
        yield return Marker;
        var lines = LogScript.Lines(cluster, pod, container, started, DateTimeOffset.MinValue, until).ToList();
        foreach (var line in tailLines is { } tail ? lines.TakeLast(Math.Max(0, tail)) : lines)
        {
            yield return line.Text;
        }

        while (follow && IsRunning(cluster, pod, container))
        {
            await Task.Delay(Beat, cluster.Clock, cancellationToken);
            var now = cluster.Clock.GetUtcNow();
            foreach (var line in LogScript.Lines(cluster, pod, container, started, until, now))
            {
                yield return line.Text;
            }

            until = now;
        }
    }

    private static bool IsRunning(DemoCluster cluster, JsonObject pod, string container) =>
        cluster.Store.Peek(new("", "pods", pod.Namespace(), pod.Name())) is { } live && live.Uid() == pod.Uid()
        && ContainerStatuses.Of(live, container).At("state", "running") is not null;

    private static DateTimeOffset? StartedAt(JsonObject pod, string container)
    {
        var status = ContainerStatuses.Of(pod, container);
        return status.Time("state", "running", "startedAt") ?? status.Time("state", "terminated", "startedAt");
    }

    private static DateTimeOffset? EndedAt(JsonObject pod, string container) =>
        ContainerStatuses.Of(pod, container).Time("state", "terminated", "finishedAt")?.AddSeconds(1);

    private static StatusError NotStarted(JsonObject pod, string container)
    {
        var reason = ContainerStatuses.Of(pod, container).Text("state", "waiting", "reason") ?? "ContainerCreating";
        return StatusError.BadRequest($"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: {(reason is "ErrImagePull" or "ImagePullBackOff" ? "trying and failing to pull image" : reason)}");
    }
}
