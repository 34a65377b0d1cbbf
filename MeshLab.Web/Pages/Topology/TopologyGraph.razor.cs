using System.Net;
using MeshLab.Core.Topology;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Topology;

/// <summary>A topology as a drawing. Text in it is written as encoded markup, because Razor keeps its own text element for itself.</summary>
public sealed partial class TopologyGraph
{
    private const int MostPods = 6;

    private static readonly string[] _tones = ["good", "bad", "unknown"];

    private GraphLayout _layout = GraphLayout.Of([], []);
    private IReadOnlyList<DrawnEdge> _drawn = [];

    /// <summary>What to draw.</summary>
    [Parameter]
    [EditorRequired]
    public required MeshTopology Topology { get; set; }

    private string Description =>
        $"{Count(Topology.Workloads.Count, "workload")} in {Count(_layout.Lanes.Count, "namespace")}{(_layout.Frames.Count > 1 ? $" of {_layout.Frames.Count} clusters" : "")} with {Count(Topology.Edges.Count, "connection")} between them{Between}";

    private string Between => Topology.Edges.Count(edge => edge.BetweenClusters) is > 0 and var count ? $", {count} from cluster to cluster" : "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _layout = GraphLayout.Of(Topology.Workloads, Topology.Edges);
        _drawn = DrawnEdge.All(_layout, Topology.Edges);
    }

    private static string Pods(TopologyWorkload workload) => workload.Pods.Count switch
    {
        0 => "",
        1 => workload.Pods[0].Ready ? "1 pod" : "1 pod, not ready",
        var count => workload.Pods.All(pod => pod.Ready) ? $"{count} pods" : $"{workload.Pods.Count(pod => pod.Ready)} of {count} ready",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Short(string text, int most = 24) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
