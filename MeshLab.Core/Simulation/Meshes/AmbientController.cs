using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>
/// What Istio's CNI agent does in ambient mode: pods of labelled namespaces are annotated when ztunnel takes their traffic. They get
/// no sidecar and are not restarted.
/// </summary>
internal sealed class AmbientController(ControllerContext context) : IController
{
    private const string ModeLabel = "istio.io/dataplane-mode";
    private const string Redirection = "ambient.istio.io/redirection";

    public string Name => "istio-cni-agent";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: "", Plural: "pods" } when !deleted => [key],
        { Group: "", Plural: "namespaces" } when !deleted => Pods(key.Name),
        { Group: "apps", Plural: "daemonsets", Name: "ztunnel" } => Pods(null),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } pod || pod.At("status", "podIP") is null)
        {
            return null;
        }

        var wanted = IsCaptured(pod);
        if (wanted == (pod.Annotation(Redirection) == "enabled"))
        {
            return null;
        }

        context.Change(key, live =>
        {
            var annotations = live.Map("metadata").Map("annotations");
            if (wanted)
            {
                annotations[Redirection] = "enabled";
            }
            else
            {
                annotations.Remove(Redirection);
            }
        });
        return null;
    }

    private bool IsCaptured(JsonObject pod) =>
        !pod.Flag("spec", "hostNetwork")
        && (pod.Label(ModeLabel) ?? context.Store.Peek(new ObjectKey("", "namespaces", "", pod.Namespace()))?.Label(ModeLabel)) == "ambient"
        && pod.Annotation("sidecar.istio.io/status") is null
        && IstioInstallation.HasZtunnel(context.Store);

    private IEnumerable<ObjectKey> Pods(string? @namespace) =>
        context.Store.List("", "pods", @namespace).Select(one => new ObjectKey("", "pods", one.Namespace(), one.Name()));
}
