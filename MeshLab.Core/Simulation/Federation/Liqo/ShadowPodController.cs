using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>The provider's part: a ShadowPod becomes a pod, which is made anew should it be lost, and its status goes back to the consumer.</summary>
internal sealed class ShadowPodController(ControllerContext context) : IController
{
    public string Name => "liqo-shadowpod-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (LiqoNames.Offloading, "shadowpods") when !deleted => [key],
        ("", "pods") when resource.Label(LiqoNames.ReflectedFrom) is not null => [new ObjectKey(LiqoNames.Offloading, "shadowpods", key.Namespace, key.Name)],
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } shadow || shadow.IsTerminating())
        {
            return null;
        }

        var podKey = new ObjectKey("", "pods", key.Namespace, key.Name);
        context.Ensure(podKey, () => Pod(shadow));
        if (context.Store.Peek(podKey) is not { } pod)
        {
            return null;
        }

        context.Change(key, live => live.Map("status")["phase"] = pod.Text("status", "phase") ?? "Pending");
        Report(shadow, pod);
        return null;
    }

    private static JsonObject Pod(JsonObject shadow)
    {
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = shadow.Name(),
                ["namespace"] = shadow.Namespace(),
                ["labels"] = shadow["metadata"]!["labels"]!.DeepClone(),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(shadow)),
            },
            ["spec"] = shadow["spec"]!["pod"]!.DeepClone(),
        };
    }

    private void Report(JsonObject shadow, JsonObject pod)
    {
        if (LiqoInstallation.ById(context.Cluster, shadow.Label(LiqoNames.ReflectedFrom)) is not { } consumer
            || context.Store.Peek(new ObjectKey("", "namespaces", "", shadow.Namespace()))?.Annotation(LiqoNames.OriginalName) is not { } space)
        {
            return;
        }

        var status = MirroredStatus.Of(pod);
        context.For(consumer).Change(new ObjectKey("", "pods", space, shadow.Name()), live =>
        {
            if (live.Uid() == shadow.Text("metadata", "annotations", "liqo.io/source-uid"))
            {
                live["status"] = status;
            }
        });
    }
}
