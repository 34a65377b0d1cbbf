using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Apply;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>The objects of a bundle for one cluster: its inline files with the target's overlays, and its chart by the chart's profile.</summary>
internal static class BundleContents
{
    private const string PatchEnding = "_patch";

    /// <exception cref="ChartProfileException">The chart has no profile.</exception>
    public static IReadOnlyList<JsonObject> Render(ControllerContext member, JsonObject bundle, JsonObject options, string release)
    {
        var space = options.Text("namespace") ?? options.Text("defaultNamespace") ?? "default";
        var objects = Files(bundle, options);
        if (options.Text("helm", "chart") is { Length: > 0 } chart)
        {
            objects.AddRange(member.Render(new ChartRequest(options.Text("helm", "releaseName") ?? release, space, chart, options.Text("helm", "repo"), options.Text("helm", "version"), (JsonObject?)options.At("helm", "values")?.DeepClone() ?? [])));
        }

        return [.. objects.Select(one => Placed(member, (JsonObject)one.DeepClone(), options, space, release))];
    }

    private static List<JsonObject> Files(JsonObject bundle, JsonObject options)
    {
        var files = bundle.Items("spec", "resources").ToDictionary(one => one.Text("name") ?? "", Content, StringComparer.Ordinal);
        var effective = files.Where(one => !one.Key.StartsWith("overlays/", StringComparison.Ordinal) && IsManifest(one.Key)).ToDictionary(one => one.Key, one => YamlBody.Parse(one.Value));
        foreach (var prefix in (options.At("yaml", "overlays") as JsonArray ?? []).Select(one => $"overlays/{one}/"))
        {
            foreach (var (name, text) in files.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var path = name[prefix.Length..];
                var (stem, ending) = (Path.ChangeExtension(path, null), Path.GetExtension(path));
                if (stem.EndsWith(PatchEnding, StringComparison.Ordinal) && effective.TryGetValue(stem[..^PatchEnding.Length] + ending, out var based))
                {
                    effective[stem[..^PatchEnding.Length] + ending] = Patches.Strategic(based, YamlBody.Parse(text))!;
                }
                else if (!stem.EndsWith(PatchEnding, StringComparison.Ordinal))
                {
                    effective[path] = YamlBody.Parse(text);
                }
            }
        }

        return [.. effective.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value).OfType<JsonObject>()];
    }

    private static bool IsManifest(string name) => name is not ("fleet.yaml" or "kustomization.yaml") && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal));

    private static string Content(JsonObject file)
    {
        var content = file.Text("content") ?? "";
        if (file.Text("encoding") is not "base64+gz")
        {
            return content;
        }

        using var unzip = new GZipStream(new MemoryStream(Convert.FromBase64String(content)), CompressionMode.Decompress);
        using var reader = new StreamReader(unzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Fleet's agents deploy everything as Helm releases, and mark it so.</summary>
    private static JsonObject Placed(ControllerContext member, JsonObject resource, JsonObject options, string space, string release)
    {
        var type = member.Cluster.Types.FindKind(resource.Text("apiVersion") ?? "", resource.Text("kind") ?? "");
        var metadata = resource.Map("metadata");
        if (type is { Namespaced: false })
        {
            metadata.Remove("namespace");
        }
        else if (options.Text("namespace") is not null || resource.Namespace().Length == 0)
        {
            metadata["namespace"] = space;
        }

        metadata.Map("labels")["app.kubernetes.io/managed-by"] = "Helm";
        metadata.Map("annotations")["meta.helm.sh/release-name"] = options.Text("helm", "releaseName") ?? release;
        metadata.Map("annotations")["meta.helm.sh/release-namespace"] = space;
        return resource;
    }
}
