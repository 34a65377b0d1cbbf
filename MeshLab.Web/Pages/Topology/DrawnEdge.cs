using MeshLab.Core.Topology;

namespace MeshLab.Web.Pages.Topology;

/// <summary>An edge as it is drawn.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Tone"><c>good</c>, <c>bad</c> from one per cent of errors, or <c>unknown</c>.</param>
/// <param name="Path">The line.</param>
/// <param name="LabelX">The left end of its text.</param>
/// <param name="LabelY">The base of its text.</param>
internal sealed record DrawnEdge(TopologyEdge Edge, string Tone, string Path, int LabelX, int LabelY)
{
    private const double BadErrorShare = 0.01;
    private const int LabelHeight = 15;
    private const double LetterWidth = 6.6;

    private static readonly double[] Places = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.27, 0.73, 0.22, 0.78, 0.18, 0.82, 0.13, 0.87, 0.1, 0.9];

    /// <summary>What stands at the line.</summary>
    public string Label => LabelOf(Edge);

    /// <summary>
    /// The lines of a layout's edges. Every edge has a port of its own on the right side of its caller and the left side of the called, in the order
    /// of the other ends, and its text stands on the line where it covers neither a workload nor another text.
    /// </summary>
    public static IReadOnlyList<DrawnEdge> All(GraphLayout layout, IReadOnlyList<TopologyEdge> edges)
    {
        var places = layout.Workloads.ToDictionary(one => one.Workload.Key, StringComparer.Ordinal);
        var shown = edges.Where(edge => edge.From != edge.To && places.ContainsKey(edge.From) && places.ContainsKey(edge.To)).ToList();
        var starts = Ports(shown.GroupBy(edge => edge.From), edge => places[edge.From], edge => places[edge.To]);
        var ends = Ports(shown.GroupBy(edge => edge.To), edge => places[edge.To], edge => places[edge.From]);
        List<(double X, double Y, double Width)> taken = [];
        List<(int Column, double Y)> passed = [];
        bool Covers(double x, double y, double width) => layout.Workloads.Any(box =>
            x < box.X + GraphLayout.BoxWidth && box.X < x + width && y - LabelHeight < box.Y + GraphLayout.BoxHeight && box.Y < y + 4);
        return [.. shown.Select(edge => Draw(edge, places[edge.From].X + GraphLayout.BoxWidth, starts[edge], places[edge.To].X, ends[edge]))];

        DrawnEdge Draw(TopologyEdge edge, double x1, double y1, double x2, double y2)
        {
            var path = EdgePath.Between((x1, y1), (x2 - 2, y2), layout.Workloads, passed);
            var width = LabelOf(edge).Length * LetterWidth;
            var spots = Places.Select(path.At).Select(spot => (X: spot.X - width / 2, Y: spot.Y - 4)).ToList();
            var clear = spots.Where(spot => !Covers(spot.X, spot.Y, width)).ToList();
            var free = clear.FindIndex(spot => taken.TrueForAll(other => spot.X + width < other.X || other.X + other.Width < spot.X || Math.Abs(spot.Y - other.Y) >= LabelHeight));

            // Where nothing is free, a text over another line is better than one over a workload's name.
            var label = free >= 0 ? clear[free] : clear.Count > 0 ? clear[0] : spots[0];
            taken.Add((label.X, label.Y, width));
            return new(edge, edge.ErrorShare is null ? "unknown" : edge.ErrorShare >= BadErrorShare ? "bad" : "good", path.Text, (int)label.X, (int)label.Y);
        }
    }

    private static Dictionary<TopologyEdge, double> Ports(IEnumerable<IGrouping<string, TopologyEdge>> groups, Func<TopologyEdge, PlacedWorkload> own, Func<TopologyEdge, PlacedWorkload> other)
    {
        var ports = new Dictionary<TopologyEdge, double>();
        foreach (var group in groups)
        {
            var ordered = group.OrderBy(edge => other(edge).Y).ThenBy(edge => other(edge).X).ThenBy(edge => other(edge).Workload.Key, StringComparer.Ordinal).ToList();
            for (var index = 0; index < ordered.Count; index++)
            {
                ports[ordered[index]] = own(ordered[index]).Y + (double)GraphLayout.BoxHeight * (index + 1) / (ordered.Count + 1);
            }
        }

        return ports;
    }

    private static string LabelOf(TopologyEdge edge) => edge.ErrorShare is > 0 ? $"{EdgeWords.Rate(edge)}, {EdgeWords.Errors(edge)}" : EdgeWords.Rate(edge);
}
