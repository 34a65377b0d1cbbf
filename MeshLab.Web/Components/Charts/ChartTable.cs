using System.Text;
using MeshLab.Core.Csv;

namespace MeshLab.Web.Components.Charts;

/// <summary>The figures behind a chart: for screen readers, and as CSV.</summary>
/// <param name="Headers">The columns; units are part of their names.</param>
/// <param name="Rows">The rows.</param>
public sealed record ChartTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>No figures.</summary>
    public static readonly ChartTable Empty = new([], []);

    /// <summary>As CSV (RFC 4180).</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Headers))
        {
            text.AppendJoin(',', row.Select(CsvField.Of)).Append("\r\n");
        }

        return text.ToString();
    }
}
