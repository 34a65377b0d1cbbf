using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Starts a bound pod: images, init containers in order (native sidecars stay), containers, readiness.</summary>
internal sealed class PodStartup(ControllerContext context)
{
    private readonly PodAddresses _addresses = new(context.Store);

    /// <summary>The kubelet takes the pod over.</summary>
    public TimeSpan? Accept(ObjectKey key, JsonObject pod)
    {
        var node = pod.Text("spec", "nodeName")!;
        var address = _addresses.Next(pod, node);
        var now = context.Cluster.Timestamp;
        context.Change(key, live =>
        {
            var status = live.Map("status");
            status["phase"] = "Pending";
            status["hostIP"] = _addresses.HostOf(node);
            status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = _addresses.HostOf(node) });
            status["startTime"] = now;
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
            status["qosClass"] = QosClass(live);
            Conditions.Set(live, "PodScheduled", true, null, null, now);
            var init = live.Items("spec", "initContainers").ToList();
            Conditions.Set(live, "Initialized", init.Count == 0, init.Count == 0 ? null : "ContainersNotInitialized", init.Count == 0 ? null : $"containers with incomplete status: [{Names(init)}]", now);
            NotReady(live, now);
            if (init.Count > 0)
            {
                status["initContainerStatuses"] = new JsonArray([.. init.Select(one => ContainerStatuses.Waiting(one, "PodInitializing"))]);
            }

            status["containerStatuses"] = new JsonArray([.. live.Items("spec", "containers").Select(one => ContainerStatuses.Waiting(one, init.Count > 0 ? "PodInitializing" : "ContainerCreating"))]);
        });
        return Pause(pod, "image", 300, 600);
    }

    /// <summary>The next step of a pod that is not ready yet.</summary>
    public TimeSpan? Advance(ObjectKey key, JsonObject pod)
    {
        if (pod.Items("spec", "initContainers").FirstOrDefault(one => !IsDone(pod, one)) is { } init)
        {
            return RunInit(key, pod, init);
        }

        return pod.Text("status", "phase") == "Running" ? BecomeReady(key, pod) : Start(key, pod);
    }

    private static bool IsDone(JsonObject pod, JsonObject init)
    {
        var status = ContainerStatuses.Of(pod, init.Text("name") ?? "");
        return status.At("state", "terminated") is not null || (init.Text("restartPolicy") == "Always" && status.At("state", "running") is not null);
    }

    private TimeSpan? RunInit(ObjectKey key, JsonObject pod, JsonObject container)
    {
        if (PullFailure(key, pod, container, "initContainers", "initContainerStatuses") is { } wait)
        {
            return wait;
        }

        var now = context.Cluster.Timestamp;
        Announce(pod, container, "initContainers");
        context.Change(key, live =>
        {
            Replace(live, "initContainerStatuses", container.Text("restartPolicy") == "Always"
                ? ContainerStatuses.Running(live, container, ready: true, now)
                : ContainerStatuses.Terminated(live, container, 0, now, now, ready: true));
            if (live.Items("spec", "initContainers").All(one => IsDone(live, one)))
            {
                Conditions.Set(live, "Initialized", true, null, null, now);
            }
        });
        return Pause(pod, container.Text("name") ?? "", 80, 200);
    }

    private TimeSpan? Start(ObjectKey key, JsonObject pod)
    {
        foreach (var container in pod.Items("spec", "containers"))
        {
            if (PullFailure(key, pod, container, "containers", "containerStatuses") is { } wait)
            {
                return wait;
            }
        }

        foreach (var container in pod.Items("spec", "containers"))
        {
            Announce(pod, container, "containers");
        }

        var now = context.Cluster.Timestamp;
        context.Change(key, live =>
        {
            var status = live.Map("status");
            status["phase"] = "Running";
            Conditions.Set(live, "PodReadyToStartContainers", true, null, null, now);
            Conditions.Set(live, "Initialized", true, null, null, now);
            status["containerStatuses"] = new JsonArray([.. live.Items("spec", "containers").Select(one => ContainerStatuses.Running(live, one, ready: false, now))]);
        });
        var delay = pod.Items("spec", "containers").Max(one => one.Integer("readinessProbe", "initialDelaySeconds")) ?? 0;
        return Pause(pod, "ready", 200, 500) + TimeSpan.FromMilliseconds(Math.Min(delay * 1000, 800));
    }

    private TimeSpan? BecomeReady(ObjectKey key, JsonObject pod)
    {
        var now = context.Cluster.Timestamp;
        context.Change(key, live =>
        {
            foreach (var status in live.Items("status", "containerStatuses"))
            {
                status["ready"] = true;
            }

            Conditions.Set(live, "ContainersReady", true, null, null, now);
            Conditions.Set(live, "Ready", true, null, null, now);
        });
        return null;
    }

    /// <summary>How long to wait before the image is tried again; null when it is there.</summary>
    private TimeSpan? PullFailure(ObjectKey key, JsonObject pod, JsonObject container, string list, string statuses)
    {
        var image = container.Text("image") ?? "";
        if (ContainerImage.Exists(image))
        {
            return null;
        }

        var name = container.Text("name") ?? "";
        var error = ContainerImage.PullError(image);
        if (ContainerStatuses.Of(pod, name).Text("state", "waiting", "reason") is not ("ErrImagePull" or "ImagePullBackOff"))
        {
            context.Events.Container(pod, list, name, "Normal", "Pulling", $"Pulling image \"{image}\"");
            context.Events.Container(pod, list, name, "Warning", "Failed", $"Failed to pull image \"{image}\": {error}");
            context.Events.Container(pod, list, name, "Warning", "Failed", "Error: ErrImagePull");
            context.Change(key, live => Replace(live, statuses, ContainerStatuses.Waiting(container, "ErrImagePull", error)));
            return TimeSpan.FromSeconds(1);
        }

        context.Events.Container(pod, list, name, "Normal", "BackOff", $"Back-off pulling image \"{image}\"");
        context.Events.Container(pod, list, name, "Warning", "Failed", "Error: ImagePullBackOff");
        context.Change(key, live => Replace(live, statuses, ContainerStatuses.Waiting(container, "ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {error}")));
        return TimeSpan.FromMinutes(2);
    }

    private void Announce(JsonObject pod, JsonObject container, string list)
    {
        var name = container.Text("name") ?? "";
        context.Events.Container(pod, list, name, "Normal", "Pulled", $"Container image \"{container.Text("image")}\" already present on machine");
        context.Events.Container(pod, list, name, "Normal", "Created", $"Container created: {name}");
        context.Events.Container(pod, list, name, "Normal", "Started", "Container started");
    }

    private static void NotReady(JsonObject live, string now)
    {
        var message = $"containers with unready status: [{Names(live.Items("spec", "containers"))}]";
        Conditions.Set(live, "ContainersReady", false, "ContainersNotReady", message, now);
        Conditions.Set(live, "Ready", false, "ContainersNotReady", message, now);
    }

    private static string Names(IEnumerable<JsonObject> containers) => string.Join(' ', containers.Select(one => one.Text("name")));

    private static void Replace(JsonObject live, string list, JsonObject status)
    {
        var statuses = live.Map("status").List(list);
        var old = statuses.FirstOrDefault(one => one.Text("name") == status.Text("name"));
        if (old is null)
        {
            statuses.Add(status);
        }
        else
        {
            statuses[statuses.IndexOf(old)] = status;
        }
    }

    private static string QosClass(JsonObject pod)
    {
        var containers = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).ToList();
        if (containers.TrueForAll(one => one.At("resources", "requests") is not JsonObject { Count: > 0 } && one.At("resources", "limits") is not JsonObject { Count: > 0 }))
        {
            return "BestEffort";
        }

        return containers.TrueForAll(one => Guaranteed(one, "cpu") && Guaranteed(one, "memory")) ? "Guaranteed" : "Burstable";
    }

    private static bool Guaranteed(JsonObject container, string resource) =>
        container.At("resources", "limits", resource)?.ToString() is { } limit
        && Quantity.Of(limit).Equals(Quantity.Of(container.At("resources", "requests", resource)?.ToString() ?? limit));

    /// <summary>A pause that differs from pod to pod and is the same in every run.</summary>
    private static TimeSpan Pause(JsonObject pod, string step, int least, int most) =>
        TimeSpan.FromMilliseconds(least + StableHash.Fraction($"{pod.Uid()}/{step}") * (most - least));
}
