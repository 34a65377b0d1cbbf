using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Exports.Plan;

namespace MeshLab.Core.Exports.Formats;

/// <summary>A folder with a <c>fleet.yaml</c> for each unit, each depending on the one before, and a GitRepo a role that targets clusters by label.</summary>
internal static class FleetFormat
{
    private const string Workspace = "fleet-default";

    public static IEnumerable<ExportFile> Of(ExportPlan plan, GitSource git)
    {
        foreach (var role in plan.Roles)
        {
            var paths = new List<string>();
            string? before = null;
            foreach (var unit in plan.Of(role).Where(HasContent))
            {
                var name = $"{plan.Scenario.Name}-{role}-{unit.Order.ToString("00", CultureInfo.InvariantCulture)}";
                var folder = $"{role}/{unit.Folder}";
                paths.Add(git.At(folder));
                yield return new ExportFile($"{folder}/fleet.yaml", YamlText.Of(Bundle(plan, unit, name, before)));
                foreach (var file in unit is ObjectsUnit objects ? UnitFiles.Of(objects) : [])
                {
                    yield return file with { Path = $"{folder}/{file.Path}" };
                }

                before = name;
            }

            if (paths.Count > 0)
            {
                yield return new ExportFile($"gitrepo-{role}.yaml", YamlText.Of(Repository(plan, role, paths, git)));
            }
        }
    }

    /// <summary>What Fleet cannot fetch from a bundle's folder: it goes by hand, before the unit.</summary>
    public static IEnumerable<(string Role, string Address)> Remote(ExportPlan plan) => plan.Units.OfType<ObjectsUnit>().SelectMany(unit => UnitFiles.Remote(unit).Select(address => (unit.Role, address)));

    private static bool HasContent(ExportUnit unit) => unit is ChartUnit || (unit is ObjectsUnit objects && objects.Steps.Any(step => step.Files.Count > 0));

    private static JsonObject Bundle(ExportPlan plan, ExportUnit unit, string name, string? before)
    {
        var bundle = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["meshlab.dev/scenario"] = plan.Scenario.Name, ["meshlab.dev/unit"] = unit.Id },
            ["defaultNamespace"] = unit is ChartUnit { Namespace: var space } ? space : "default",
        };
        if (before is not null)
        {
            bundle["dependsOn"] = new JsonArray(new JsonObject { ["name"] = before });
        }

        if (unit is ChartUnit chart)
        {
            bundle["helm"] = Helm(chart);
            foreach (var (field, option) in new[] { ("labels", "namespaceLabels"), ("annotations", "namespaceAnnotations") })
            {
                if (chart.Space?["metadata"]?[field] is { } marks)
                {
                    bundle[option] = marks.DeepClone();
                }
            }
        }

        bundle["correctDrift"] = new JsonObject { ["enabled"] = true };
        return bundle;
    }

    private static JsonObject Helm(ChartUnit chart)
    {
        var helm = new JsonObject { ["releaseName"] = chart.Release };
        if (chart.IsOci)
        {
            helm["chart"] = $"{chart.Repository}/{chart.Chart}";
        }
        else
        {
            helm["repo"] = chart.Repository;
            helm["chart"] = chart.Chart;
        }

        if (chart.Version.Length > 0)
        {
            helm["version"] = chart.Version;
        }

        if (chart.Values.Count > 0)
        {
            helm["values"] = chart.Values.DeepClone();

            // Fleet would take braces in values for its own templates.
            helm["disablePreProcess"] = true;
        }

        return helm;
    }

    private static JsonObject Repository(ExportPlan plan, string role, List<string> paths, GitSource git) => new()
    {
        ["apiVersion"] = "fleet.cattle.io/v1alpha1",
        ["kind"] = "GitRepo",
        ["metadata"] = new JsonObject { ["name"] = $"{plan.Scenario.Name}-{role}", ["namespace"] = Workspace },
        ["spec"] = new JsonObject
        {
            ["repo"] = git.Repository,
            ["branch"] = git.Revision,
            ["paths"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]),
            ["targets"] = new JsonArray(new JsonObject { ["name"] = role, ["clusterSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [ArgoCdFormat.RoleLabel] = role } } }),
        },
    };
}
