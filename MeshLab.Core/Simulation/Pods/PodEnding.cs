using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Ends pods that are meant to end (restart policy Never or OnFailure) when their commands would have.</summary>
internal sealed class PodEnding(ControllerContext context)
{
    /// <summary>Ends a running pod whose time is up; how long it has left otherwise, or null when it runs for ever.</summary>
    public TimeSpan? Watch(ObjectKey key, JsonObject pod)
    {
        if (pod.Text("spec", "restartPolicy") is not ("Never" or "OnFailure"))
        {
            return null;
        }

        var commands = pod.Items("spec", "containers").Select(one => (Container: one, Command: PodCommand.Of(one))).ToList();
        if (commands.Exists(one => one.Command.Runs is null))
        {
            return null;
        }

        var left = commands.Max(one => Started(pod, one.Container) + one.Command.Runs!.Value) - context.Now;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        var exit = commands.Select(one => one.Command.ExitCode).FirstOrDefault(code => code != 0);
        var now = context.Cluster.Timestamp;
        context.Change(key, live =>
        {
            var status = live.Map("status");
            status["phase"] = exit == 0 ? "Succeeded" : "Failed";
            status["containerStatuses"] = new JsonArray([.. live.Items("spec", "containers").Select(one =>
                ContainerStatuses.Terminated(live, one, PodCommand.Of(one).ExitCode, Since(live, one), now, ready: false))]);
            if (live.Items("status", "initContainerStatuses").Any())
            {
                status["initContainerStatuses"] = new JsonArray([.. live.Items("spec", "initContainers").Select(one =>
                    ContainerStatuses.Terminated(live, one, 0, Since(live, one), now, ready: true))]);
            }

            var reason = exit == 0 ? "PodCompleted" : "PodFailed";
            Conditions.Set(live, "Ready", false, reason, null, now);
            Conditions.Set(live, "ContainersReady", false, reason, null, now);
        });
        return null;
    }

    private DateTimeOffset Started(JsonObject pod, JsonObject container) =>
        ContainerStatuses.Of(pod, container.Text("name") ?? "").Time("state", "running", "startedAt") ?? context.Now;

    private string Since(JsonObject pod, JsonObject container) =>
        ContainerStatuses.Of(pod, container.Text("name") ?? "") is { } status
            ? status.Text("state", "running", "startedAt") ?? status.Text("state", "terminated", "startedAt") ?? context.Cluster.Timestamp
            : context.Cluster.Timestamp;
}
