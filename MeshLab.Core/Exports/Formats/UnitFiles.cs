using System.Text.Json.Nodes;
using MeshLab.Core.Exports.Plan;

namespace MeshLab.Core.Exports.Formats;

/// <summary>The objects of a unit as files, named so that they lie in the order of the steps.</summary>
internal static class UnitFiles
{
    private const string Wave = "argocd.argoproj.io/sync-wave";

    /// <summary>The files, by names relative to the unit's folder.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="waves">Whether objects say their step's place, for Argo CD. Those of the first step say nothing: zero is the default.</param>
    public static IReadOnlyList<ExportFile> Of(ObjectsUnit unit, bool waves = false)
    {
        var files = new List<ExportFile>();
        for (var wave = 0; wave < unit.Steps.Count; wave++)
        {
            foreach (var file in unit.Steps[wave].Files)
            {
                var text = waves && wave > 0 ? YamlText.Of(file.Objects.Select(one => WithWave(one, wave))) : file.Text ?? YamlText.Of(file.Objects);
                files.Add(new ExportFile(Free(files, Name(unit.Steps[wave].Step, file.Name)), text));
            }
        }

        return files;
    }

    public static IReadOnlyList<string> Remote(ObjectsUnit unit) => [.. unit.Steps.SelectMany(step => step.Remote)];

    /// <summary>A kustomization of these files and addresses, in this order.</summary>
    public static string Kustomization(IEnumerable<string> resources, JsonObject? more = null)
    {
        var kustomization = new JsonObject
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["sortOptions"] = new JsonObject { ["order"] = "fifo" },
        };
        var list = new JsonArray([.. resources.Select(one => JsonValue.Create(one))]);
        if (list.Count > 0)
        {
            kustomization["resources"] = list;
        }

        foreach (var (key, value) in more ?? [])
        {
            kustomization[key] = value?.DeepClone();
        }

        return YamlText.Of(kustomization);
    }

    private static string Name(string step, string file) => file == $"{step}.yaml" ? file : $"{step}-{Path.ChangeExtension(file, ".yaml")}";

    private static string Free(List<ExportFile> files, string name)
    {
        var free = name;
        for (var number = 2; files.Exists(file => file.Path == free); number++)
        {
            free = $"{Path.ChangeExtension(name, null)}-{number}.yaml";
        }

        return free;
    }

    private static JsonObject WithWave(JsonObject resource, int wave)
    {
        var copy = (JsonObject)resource.DeepClone();
        var metadata = copy["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[Wave] = wave.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return copy;
    }
}
