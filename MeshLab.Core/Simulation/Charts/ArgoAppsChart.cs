using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>The chart argocd-apps: Applications and projects from values, which is how an Application of Applications is made without a repository of one's own.</summary>
internal static class ArgoAppsChart
{
    private const string Version = "argoproj.io/v1alpha1";
    private static readonly HashSet<string> Metadata = ["namespace", "additionalLabels", "additionalAnnotations", "finalizers"];

    public static void Render(ChartContents chart)
    {
        if (!chart.Serves(Version, "Application"))
        {
            throw new ChartProfileException("the chart argocd-apps needs Argo CD's definitions; install the chart argo-cd first");
        }

        foreach (var (name, content) in chart.Values.Map("applications") ?? [])
        {
            Add(chart, "Application", name, content as JsonObject);
        }

        foreach (var (name, content) in chart.Values.Map("projects") ?? [])
        {
            Add(chart, "AppProject", name, content as JsonObject);
        }
    }

    private static void Add(ChartContents chart, string kind, string name, JsonObject? content)
    {
        if (content is null)
        {
            return;
        }

        var metadata = new JsonObject { ["name"] = name, ["namespace"] = content.Text("namespace") ?? chart.Namespace };
        foreach (var (from, to) in new[] { ("additionalLabels", "labels"), ("additionalAnnotations", "annotations"), ("finalizers", "finalizers") })
        {
            if (content[from] is { } value)
            {
                metadata[to] = value.DeepClone();
            }
        }

        var spec = new JsonObject(content.Where(one => !Metadata.Contains(one.Key)).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
        chart.Add(new JsonObject { ["apiVersion"] = Version, ["kind"] = kind, ["metadata"] = metadata, ["spec"] = spec });
    }
}
