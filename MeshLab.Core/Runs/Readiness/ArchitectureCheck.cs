using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Which machines the nodes are: an image that was not built for them ends in <c>exec format error</c>.</summary>
internal static class ArchitectureCheck
{
    private const string Name = "Architecture";
    private const string Usual = "amd64";
    private const int Shown = 5;

    public static PreflightCheck Check(ClusterFacts facts, PlannedObjects plan)
    {
        if (facts.Nodes is not { Count: > 0 } nodes)
        {
            return new(Name, facts.Name, PreflightStatus.Skipped, facts.Nodes is null ? "The user may not read nodes." : "The cluster has no nodes.");
        }

        var kinds = nodes.GroupBy(node => node["status"]?["nodeInfo"]?["architecture"]?.ToString() ?? "unknown").OrderByDescending(group => group.Count()).ToList();
        var found = $"Nodes: {string.Join(", ", kinds.Select(kind => $"{kind.Count()} {kind.Key}"))}.";
        if (kinds is [{ Key: Usual }])
        {
            return new(Name, facts.Name, PreflightStatus.Ok, found);
        }

        var images = plan.AllObjects.SelectMany(PodTemplate.ContainersOf).Select(container => container["image"]?.ToString()).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var some = images.Count == 0 ? "" : $" Images{(plan.Charts.Any(chart => chart.Problem is not null) ? ", as far as they are known" : "")}: {string.Join(", ", images.Take(Shown))}{(images.Count > Shown ? $" and {images.Count - Shown} more" : "")}.";
        return new(Name, facts.Name, PreflightStatus.Warning, found + some,
            $"Every image must be published for {string.Join(" and ", kinds.Select(kind => kind.Key))}; see it with: docker manifest inspect {(images.Count > 0 ? images[0] : "IMAGE")}");
    }
}
