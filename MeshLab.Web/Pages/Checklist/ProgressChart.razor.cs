using System.Text;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Done and verified tasks over time as a small step chart, drawn without a library.</summary>
public sealed partial class ProgressChart
{
    private const int Width = 600;
    private const int Height = 72;

    /// <summary>Above the line, so that its stroke is not cut.</summary>
    private const int Top = 4;

    private static readonly TimeSpan ShortestRange = TimeSpan.FromHours(1);

    /// <summary>What to draw.</summary>
    [Parameter]
    [EditorRequired]
    public required ProgressCurve Curve { get; set; }

    /// <summary>The clock: the chart ends now.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private DateTimeOffset From => Curve.Points[0].Time;

    private int LastWeek => Curve.DoneSince(Now.AddDays(-7));

    private string Description =>
        $"Tasks done over time: {Curve.FromFile} before {From.ToLocalTime():yyyy-MM-dd}, {Curve.Points[^1].Done} of {Curve.Total} now, {Curve.Points[^1].Verified} of them verified by runs";

    private string Area(Func<ProgressPoint, int> count, int start) => $"{Line(count, start)}V{Height}H0Z";

    private string Line(Func<ProgressPoint, int> count, int start)
    {
        var path = new StringBuilder($"M0 {Y(start)}");
        foreach (var point in Curve.Points)
        {
            path.Append($"H{X(point.Time)}V{Y(count(point))}");
        }

        return path.Append($"H{Width}").ToString();
    }

    // The first rise would lie on the edge and not be seen; a twentieth of the width is left before it.
    private string X(DateTimeOffset time)
    {
        var range = Now - From > ShortestRange ? Now - From : ShortestRange;
        return $"{Width * (0.05 + (0.95 * Math.Clamp((time - From) / range, 0, 1))):0.#}";
    }

    private string Y(int count) => $"{Height - ((Height - Top) * (double)count / Math.Max(1, Curve.Points[^1].Done)):0.#}";
}
