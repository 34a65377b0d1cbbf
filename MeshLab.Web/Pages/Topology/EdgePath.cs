using System.Globalization;
using System.Text;

namespace MeshLab.Web.Pages.Topology;

/// <summary>The line of an edge: Bézier curves one after another, which pass between the workloads of the columns they cross.</summary>
internal sealed class EdgePath
{
    /// <summary>How near a line comes to a workload that it passes.</summary>
    private const double Clearance = 7;

    /// <summary>Between two lines that pass a column side by side.</summary>
    private const double Apart = 5;

    private const int MostTries = 200;

    private readonly List<(double X, double Y)> _points;

    private EdgePath(List<(double X, double Y)> points) => _points = points;

    /// <summary>As the <c>d</c> of an SVG path.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M{_points[0].X:0.#} {_points[0].Y:0.#}"));
            for (var at = 1; at < _points.Count; at += 3)
            {
                var (a, b, c) = (_points[at], _points[at + 1], _points[at + 2]);
                text.Append(CultureInfo.InvariantCulture, $"C{a.X:0.#} {a.Y:0.#} {b.X:0.#} {b.Y:0.#} {c.X:0.#} {c.Y:0.#}");
            }

            return text.ToString();
        }
    }

    /// <summary>The line from a caller's port to that of the called.</summary>
    /// <param name="start">The port on the right side of the caller.</param>
    /// <param name="end">The port on the left side of the called.</param>
    /// <param name="boxes">All workloads.</param>
    /// <param name="passed">Where lines pass columns already; those of this line are added.</param>
    public static EdgePath Between((double X, double Y) start, (double X, double Y) end, IReadOnlyList<PlacedWorkload> boxes, List<(int Column, double Y)> passed)
    {
        var line = new EdgePath([start]);
        if (end.X <= start.X)
        {
            // A line that leads back leaves to the right as well and comes in from the left: it swings around.
            line._points.AddRange([(start.X + 90, start.Y), (end.X - 90, end.Y), end]);
            return line;
        }

        foreach (var column in boxes.Select(box => box.X).Distinct().Where(x => x > start.X && x + GraphLayout.BoxWidth < end.X).Order())
        {
            var wanted = start.Y + ((end.Y - start.Y) * (column + (GraphLayout.BoxWidth / 2.0) - start.X) / (end.X - start.X));
            var y = FreeAt(column, wanted, boxes, passed);
            passed.Add((column, y));
            line.CurveTo(column - Clearance, y);
            line.CurveTo(column + GraphLayout.BoxWidth + Clearance, y);
        }

        line.CurveTo(end.X, end.Y);
        return line;
    }

    /// <summary>A point of the line, by the part of it before the point, from 0 to 1.</summary>
    public (double X, double Y) At(double part)
    {
        var curves = (_points.Count - 1) / 3;
        var curve = Math.Min((int)(part * curves), curves - 1);
        var t = (part * curves) - curve;
        var (a, b, c, d) = ((1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t);
        var p = _points.GetRange(curve * 3, 4);
        return ((a * p[0].X) + (b * p[1].X) + (c * p[2].X) + (d * p[3].X), (a * p[0].Y) + (b * p[1].Y) + (c * p[2].Y) + (d * p[3].Y));
    }

    private void CurveTo(double x, double y)
    {
        var (fromX, fromY) = _points[^1];
        var middle = (fromX + x) / 2;
        _points.AddRange([(middle, fromY), (middle, y), (x, y)]);
    }

    /// <summary>The height nearest to the wanted one at which a line passes a column without touching a workload or another line.</summary>
    private static double FreeAt(int column, double wanted, IReadOnlyList<PlacedWorkload> boxes, List<(int Column, double Y)> passed)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var y = wanted + (Apart * ((tried + 1) / 2) * (tried % 2 == 0 ? 1 : -1));
            if (y > Clearance
                && !boxes.Any(box => box.X == column && y > box.Y - Clearance && y < box.Y + GraphLayout.BoxHeight + Clearance)
                && !passed.Exists(other => other.Column == column && Math.Abs(other.Y - y) < Apart - 1))
            {
                return y;
            }
        }

        return wanted;
    }
}
