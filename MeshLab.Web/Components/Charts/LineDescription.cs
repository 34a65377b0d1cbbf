namespace MeshLab.Web.Components.Charts;

/// <summary>A line in words, with units.</summary>
internal sealed record LineDescription(string Name, string Mean, string Lowest, string Highest, string Latest)
{
    public static LineDescription Of(ChartLine line, UsageUnit unit)
    {
        var values = line.Points.Select(point => point.Value).OfType<double>().ToList();
        return values.Count == 0
            ? new(line.Name, "no figures", "–", "–", "–")
            : new(line.Name, unit.Text(values.Average()), unit.Text(values.Min()), unit.Text(values.Max()), unit.Text(values[^1]));
    }

    /// <summary>A chart in two sentences.</summary>
    public static string Summarize(string title, IReadOnlyList<LineDescription> lines, int bands)
    {
        var means = string.Join(", ", lines.Take(6).Select(line => $"{line.Name} {line.Mean}"));
        var more = lines.Count > 6 ? $" and {lines.Count - 6} more" : "";
        var runs = bands > 0 ? $" {bands} {(bands == 1 ? "run is" : "runs are")} marked." : "";
        return lines.Count == 0 ? $"{title}: no figures." : $"{title}. Means: {means}{more}.{runs} A table with the figures follows.";
    }
}
