using System.Text.Json.Nodes;
using MeshLab.Core.Exports.Plan;

namespace MeshLab.Core.Exports.Formats;

/// <summary>One folder a role, in it one a unit; each is a kustomization by itself, and so is the role's.</summary>
internal static class KustomizeFormat
{
    public static IEnumerable<ExportFile> Of(ExportPlan plan)
    {
        foreach (var role in plan.Roles)
        {
            foreach (var file in plan.Of(role).SelectMany(Unit))
            {
                yield return file;
            }

            yield return new ExportFile($"{role}/kustomization.yaml", UnitFiles.Kustomization(plan.Of(role).Select(unit => unit.Folder)));
        }
    }

    /// <summary>How to apply one role.</summary>
    public static string Apply(string role) =>
        $"for unit in {role}/*/; do kustomize build --enable-helm \"$unit\" | kubectl apply --server-side -f - ; done";

    private static IEnumerable<ExportFile> Unit(ExportUnit unit)
    {
        var folder = $"{unit.Role}/{unit.Folder}";
        switch (unit)
        {
            case ObjectsUnit objects:
                var files = UnitFiles.Of(objects);
                foreach (var file in files)
                {
                    yield return file with { Path = $"{folder}/{file.Path}" };
                }

                yield return new ExportFile($"{folder}/kustomization.yaml", UnitFiles.Kustomization([.. UnitFiles.Remote(objects), .. files.Select(file => file.Path)]));
                break;
            case ChartUnit chart:
                if (chart.Space is { } space)
                {
                    yield return new ExportFile($"{folder}/release-namespace.yaml", YamlText.Of(space));
                }

                yield return new ExportFile($"{folder}/kustomization.yaml", UnitFiles.Kustomization(chart.Space is null ? [] : ["release-namespace.yaml"], new JsonObject { ["helmCharts"] = new JsonArray(Chart(chart)) }));
                break;
            default:
                throw new ArgumentException($"{unit.GetType().Name} is no unit of a kustomization.", nameof(unit));
        }
    }

    private static JsonObject Chart(ChartUnit chart)
    {
        var entry = new JsonObject
        {
            ["name"] = chart.Chart,
            ["repo"] = chart.Repository,
            ["releaseName"] = chart.Release,
            ["namespace"] = chart.Namespace,
            ["includeCRDs"] = true,
        };
        if (chart.Version.Length > 0)
        {
            entry["version"] = chart.Version;
        }

        if (chart.Values.Count > 0)
        {
            entry["valuesInline"] = chart.Values.DeepClone();
        }

        return entry;
    }
}
