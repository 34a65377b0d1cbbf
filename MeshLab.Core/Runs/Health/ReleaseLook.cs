using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Health;

/// <summary>How the objects inside a release are.</summary>
/// <param name="Gone">Those that are not on the cluster.</param>
/// <param name="Changed">Those that are not as the release has them, each with its fields.</param>
/// <param name="Worst">The worst health of the others, and why.</param>
/// <param name="NotWatched">What could not be looked at, for people; null when everything was.</param>
internal sealed record ReleaseLook(IReadOnlyList<ObjectRef> Gone, IReadOnlyList<(ObjectRef Ref, string Fields)> Changed, (ObjectHealth Health, string? Message) Worst, string? NotWatched)
{
    /// <summary>The look in one word and one sentence.</summary>
    public (ObjectHealth Health, string? Message) Summary => this switch
    {
        { Gone.Count: > 0 } => (ObjectHealth.Degraded, $"{Gone[0]} is not on the cluster any more{More(Gone.Count)}"),
        { Worst.Health: > ObjectHealth.Healthy } => Worst,
        { Changed.Count: > 0 } => (ObjectHealth.Drifted, $"{Changed[0].Ref}: {Changed[0].Fields}{More(Changed.Count)}"),
        _ => (ObjectHealth.Healthy, NotWatched),
    };

    private static string More(int count) => count switch
    {
        1 => "",
        2 => ", and one more of its objects",
        _ => $", and {count - 1} more of its objects",
    };
}
