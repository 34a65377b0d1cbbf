using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>How a step's time compares with what it usually takes.</summary>
internal static class StepTime
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>
    /// <c>2.0 s longer than usual</c>, <c>as usual</c>, or null when nothing is known. A difference counts from one second and from a fifth of the usual time.
    /// </summary>
    public static string? Difference(TimeSpan taken, TimeSpan? usual)
    {
        if (usual is not { } median)
        {
            return null;
        }

        var difference = taken - median;
        var size = difference.Duration();
        return size < Least || size < median / 5 ? "as usual" : $"{RunWords.Of(size)} {(difference > TimeSpan.Zero ? "longer" : "shorter")} than usual";
    }
}
