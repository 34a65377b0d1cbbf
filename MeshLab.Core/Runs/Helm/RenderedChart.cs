using System.Text.Json.Nodes;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>What a chart would make, as far as that can be told before it is installed.</summary>
/// <param name="Release">The helm step.</param>
/// <param name="Objects">The objects with their namespaces, definitions and hooks included; empty when the chart could not be rendered.</param>
/// <param name="Problem">Why it could not be rendered; null when it was.</param>
internal sealed record RenderedChart(HelmAction Release, IReadOnlyList<JsonObject> Objects, string? Problem)
{
    /// <summary>What helm does with each object beside applying it: Helm 4 lists and watches what it waits for.</summary>
    public IReadOnlyList<string> WaitVerbs { get; init; } = [];
}
