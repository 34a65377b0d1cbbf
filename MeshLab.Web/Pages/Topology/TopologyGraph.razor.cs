using System.Globalization;
using System.Net;
using MeshLab.Core.Topology;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Topology;

/// <summary>A topology as a drawing. Text in it is written as encoded markup, because Razor keeps its own text element for itself.</summary>
public sealed partial class TopologyGraph
{
    private const int MostPods = 6;
    private const double BadErrorShare = 0.01;

    private static readonly string[] _tones = ["good", "bad", "unknown"];

    private GraphLayout _layout = GraphLayout.Of([], []);

    /// <summary>What to draw.</summary>
    [Parameter]
    [EditorRequired]
    public required MeshTopology Topology { get; set; }

    private string Description => $"{Topology.Workloads.Count} workloads in {_layout.Lanes.Count} namespaces with {Topology.Edges.Count} connections between them";

    private IEnumerable<DrawnEdge> Drawn
    {
        get
        {
            var places = _layout.Workloads.ToDictionary(one => one.Workload.Key, StringComparer.Ordinal);
            return Topology.Edges.Where(edge => edge.From != edge.To && places.ContainsKey(edge.From) && places.ContainsKey(edge.To)).Select(edge => Draw(edge, places[edge.From], places[edge.To]));
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _layout = GraphLayout.Of(Topology.Workloads, Topology.Edges);

    /// <summary>From the caller's right side to the left side of the called; back and within a layer the line goes around below.</summary>
    private static DrawnEdge Draw(TopologyEdge edge, PlacedWorkload from, PlacedWorkload to)
    {
        var tone = edge.ErrorShare is null ? "unknown" : edge.ErrorShare >= BadErrorShare ? "bad" : "good";
        var (startX, startY) = (from.X + GraphLayout.BoxWidth, from.Y + GraphLayout.BoxHeight / 2);
        var (endX, endY) = (to.X, to.Y + GraphLayout.BoxHeight / 2);
        if (endX > startX)
        {
            var bend = (endX - startX) / 2;
            return new(edge, tone, Text($"M{startX} {startY}C{startX + bend} {startY} {endX - bend} {endY} {endX - 2} {endY}"), startX + 10, (startY + (endY - startY) * 0.12) - 6);
        }

        var (x1, x2, low) = (from.X + GraphLayout.BoxWidth / 2, to.X + GraphLayout.BoxWidth / 2 + 24, Math.Max(from.Y, to.Y) + GraphLayout.BoxHeight + 22);
        return new(edge, tone, Text($"M{x1} {from.Y + GraphLayout.BoxHeight}C{x1} {low} {x2} {low} {x2} {to.Y + GraphLayout.BoxHeight + 2}"), (x1 + x2) / 2.0, low - 6);
    }

    private static string Pods(TopologyWorkload workload) => workload.Pods.Count switch
    {
        0 => "",
        1 => workload.Pods[0].Ready ? "1 pod" : "1 pod, not ready",
        var count => workload.Pods.All(pod => pod.Ready) ? $"{count} pods" : $"{workload.Pods.Count(pod => pod.Ready)} of {count} ready",
    };

    private static string Short(string text, int most = 24) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record DrawnEdge(TopologyEdge Edge, string Tone, string Path, double X, double Y)
    {
        public string LabelX => X.ToString("0.#", CultureInfo.InvariantCulture);

        public int LabelY => (int)Y;
    }
}
