using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Exports;
using MeshLab.Core.Exports.Formats;
using MeshLab.Core.Exports.Plan;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Exports;

/// <summary>Exports for Argo CD and Fleet fit the real definitions and hold what the scenario applies.</summary>
public sealed class ExportedResourcesTests
{
    private static readonly GitSource Git = new("https://git.example.org/lab.git", "release", "mesh/lab");

    public static TheoryData<string, string> Scenarios() => ExportedScenario.All();

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task ArgoCd_AgainstRealDefinitions_Fits(string name, string choice)
    {
        var schemas = CustomResourceSchemas.Require();
        var exported = await ExportedScenario.OfAsync(name, choice);
        var files = ArgoCdFormat.Of(exported.Plan, Git).ToList();
        var resources = files.Where(file => file.Path.StartsWith("argocd/", StringComparison.Ordinal)).SelectMany(Read).ToList();

        Assert.All(resources, one => Assert.Empty(schemas[(one["apiVersion"]!.ToString(), one["kind"]!.ToString())].Validate(one)));
        foreach (var role in exported.Plan.Roles)
        {
            Assert.Equal(exported.Plan.Of(role).Count + 1, files.Count(file => file.Path.StartsWith($"argocd/{role}/", StringComparison.Ordinal) && !file.Path.EndsWith("/applicationset.yaml", StringComparison.Ordinal)));
            var paths = files.Where(file => file.Path.StartsWith($"manifests/{role}/", StringComparison.Ordinal)).Select(file => "mesh/lab/" + Path.GetDirectoryName(file.Path)!.Replace('\\', '/')).ToHashSet();
            var sources = resources.Where(one => one["kind"]!.ToString() == "Application" && one["metadata"]!["name"]!.ToString().StartsWith($"{name}-{role}-", StringComparison.Ordinal))
                .Select(one => one["spec"]!["source"]!).Where(source => source["path"] is not null).Select(source => source["path"]!.ToString());
            Assert.Equal(paths.Order(), sources.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Fleet_AgainstRealDefinitions_Fits(string name, string choice)
    {
        var schemas = CustomResourceSchemas.Require();
        var exported = await ExportedScenario.OfAsync(name, choice);
        var files = FleetFormat.Of(exported.Plan, Git).ToList();

        foreach (var file in files.Where(file => file.Path.StartsWith("gitrepo-", StringComparison.Ordinal)))
        {
            var repository = Assert.Single(Read(file));
            Assert.Empty(schemas[("fleet.cattle.io/v1alpha1", "GitRepo")].Validate(repository));
            Assert.All(repository["spec"]!["paths"]!.AsArray(), path => Assert.Contains(files, one => $"mesh/lab/{one.Path}" == $"{path}/fleet.yaml"));
        }

        var names = new HashSet<string>();
        foreach (var file in files.Where(file => file.Path.EndsWith("/fleet.yaml", StringComparison.Ordinal)))
        {
            // A fleet.yaml is a bundle's specification with a name and labels beside it.
            var spec = YamlDocumentReader.Read(file.Text, file.Path).Single().Root!.AsObject();
            Assert.All((spec["dependsOn"] as JsonArray ?? []).Select(one => one!["name"]!.ToString()), before => Assert.Contains(before, names));
            Assert.True(names.Add(spec["name"]!.ToString()));
            Assert.InRange(spec["name"]!.ToString().Length, 1, 53);
            var labels = spec["labels"]!.DeepClone();
            spec.Remove("labels");
            spec.Remove("name");
            var bundle = new JsonObject { ["apiVersion"] = "fleet.cattle.io/v1alpha1", ["kind"] = "Bundle", ["metadata"] = new JsonObject { ["name"] = "x", ["labels"] = labels }, ["spec"] = spec.DeepClone() };
            Assert.Empty(schemas[("fleet.cattle.io/v1alpha1", "Bundle")].Validate(bundle));
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Objects_InEveryFormat_AreTheSame(string name, string choice)
    {
        var exported = await ExportedScenario.OfAsync(name, choice);

        var fleet = Objects(FleetFormat.Of(exported.Plan, Git).Where(file => !file.Path.EndsWith("fleet.yaml", StringComparison.Ordinal) && !file.Path.StartsWith("gitrepo-", StringComparison.Ordinal)));
        var argo = Objects(ArgoCdFormat.Of(exported.Plan, Git).Where(file => file.Path.StartsWith("manifests/", StringComparison.Ordinal) && !file.Path.EndsWith("kustomization.yaml", StringComparison.Ordinal)));
        var kustomize = Objects(KustomizeFormat.Of(exported.Plan).Where(file => !file.Path.EndsWith("kustomization.yaml", StringComparison.Ordinal) && !file.Path.EndsWith("/release-namespace.yaml", StringComparison.Ordinal)));

        Assert.Equal(kustomize, fleet);
        Assert.Equal(kustomize, argo);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Secrets_WithContent_AreInNoFile(string name, string choice)
    {
        var exported = await ExportedScenario.OfAsync(name, choice);

        var objects = exported.Plan.Units.OfType<ObjectsUnit>().SelectMany(unit => unit.Steps).SelectMany(step => step.Files).SelectMany(file => file.Objects);

        Assert.DoesNotContain(objects, one => one["kind"]!.ToString() == "Secret" && (one["data"] is not null || one["stringData"] is not null));
    }

    private static IReadOnlyList<JsonObject> Read(ExportFile file) => [.. ManifestReader.Read(file.Text, file.Path).Select(manifest => manifest.Resource)];

    private static List<string> Objects(IEnumerable<ExportFile> files) =>
        [.. files.SelectMany(file => Read(file).Select(one => $"{file.Path.Split('/')[^3]} {WithoutWave(one)}")).Order(StringComparer.Ordinal)];

    private static string WithoutWave(JsonObject one)
    {
        if (one["metadata"]!["annotations"] is JsonObject annotations)
        {
            annotations.Remove("argocd.argoproj.io/sync-wave");
            if (annotations.Count == 0)
            {
                one["metadata"]!.AsObject().Remove("annotations");
            }
        }

        return one.ToJsonString();
    }
}
