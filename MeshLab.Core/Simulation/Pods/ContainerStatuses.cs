using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>The statuses of containers, as the kubelet writes them.</summary>
internal static class ContainerStatuses
{
    public static JsonObject Waiting(JsonObject container, string reason, string? message = null)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
        {
            waiting["message"] = message;
        }

        return Status(container, new JsonObject { ["waiting"] = waiting }, ready: false, started: false, id: null);
    }

    public static JsonObject Running(JsonObject pod, JsonObject container, bool ready, string startedAt) =>
        Status(container, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = startedAt } }, ready, started: true, Id(pod, container));

    public static JsonObject Terminated(JsonObject pod, JsonObject container, int exitCode, string startedAt, string finishedAt, bool ready)
    {
        var id = Id(pod, container);
        return Status(container, new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exitCode,
                ["reason"] = exitCode == 0 ? "Completed" : "Error",
                ["startedAt"] = startedAt,
                ["finishedAt"] = finishedAt,
                ["containerID"] = id,
            },
        }, ready, started: false, id);
    }

    /// <summary>The status of a container by name, or null.</summary>
    public static JsonObject? Of(JsonObject pod, string container) =>
        pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).FirstOrDefault(one => one.Text("name") == container);

    private static string Id(JsonObject pod, JsonObject container) =>
        "simulated://" + StableHash.Hex($"{pod.Uid()}/{container.Text("name")}/1") + StableHash.Hex($"{pod.Uid()}/{container.Text("name")}/2");

    private static JsonObject Status(JsonObject container, JsonObject state, bool ready, bool started, string? id)
    {
        var image = container.Text("image") ?? "";
        var status = new JsonObject
        {
            ["name"] = container.Text("name"),
            ["state"] = state,
            ["lastState"] = new JsonObject(),
            ["ready"] = ready,
            ["restartCount"] = 0,
            ["image"] = id is null ? image : ContainerImage.Canonical(image),
            ["imageID"] = id is null ? "" : $"{ContainerImage.Canonical(image).Split(':')[0]}@sha256:{string.Concat(Enumerable.Range(0, 4).Select(part => StableHash.Hex($"{image}{part}")))}",
            ["started"] = started,
        };
        if (id is not null)
        {
            status["containerID"] = id;
        }

        return status;
    }
}
