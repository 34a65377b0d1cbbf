using System.Globalization;
using MeshLab.Web.Components.Charts;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>The figures of the progress curve.</summary>
internal static class ProgressTable
{
    /// <summary>One row a rise; what was ticked in the file has no time.</summary>
    public static ChartTable Of(ProgressCurve curve) => new(
        ["time (UTC)", "tasks done", "of them verified by runs", "tasks"],
        [
            .. curve.FromFile > 0 ? [Row("", curve.FromFile, 0, curve.Total)] : Array.Empty<IReadOnlyList<string>>(),
            .. curve.Points.Select(point => Row(point.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), point.Done, point.Verified, curve.Total)),
        ]);

    /// <summary><c>1 task was ticked</c>, <c>3 tasks were ticked</c>.</summary>
    public static string Ticked(int tasks) => $"{TaskQuestion.Count(tasks)} {(tasks == 1 ? "was" : "were")} ticked";

    private static IReadOnlyList<string> Row(string time, int done, int verified, int total) =>
        [time, done.ToString(CultureInfo.InvariantCulture), verified.ToString(CultureInfo.InvariantCulture), total.ToString(CultureInfo.InvariantCulture)];
}
