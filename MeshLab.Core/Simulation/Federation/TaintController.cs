using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation;

/// <summary>Evicts the pods of a node that do not tolerate its NoExecute taints.</summary>
internal sealed class TaintController(ControllerContext context) : IController
{
    public string Name => "taint-eviction-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        !deleted && key is { Group: "", Plural: "nodes" } && NoExecute(resource).Any() ? [key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } node)
        {
            return null;
        }

        foreach (var pod in context.Store.List("", "pods").Where(one => one.Text("spec", "nodeName") == key.Name && !one.IsTerminating()).ToList())
        {
            if (NoExecute(node).FirstOrDefault(taint => !NodeFit.Tolerates(pod, taint)) is { } taint)
            {
                context.Events.Normal(pod, "TaintManagerEviction", $"Marking for deletion Pod {pod.Namespace()}/{pod.Name()}: it does not tolerate {taint.Text("key")}", Name);
                context.Delete(new ObjectKey("", "pods", pod.Namespace(), pod.Name()));
            }
        }

        return null;
    }

    private static IEnumerable<JsonObject> NoExecute(JsonObject node) => node.Items("spec", "taints").Where(one => one.Text("effect") == "NoExecute");
}
