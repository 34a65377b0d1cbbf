using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Exports;
using MeshLab.Core.Exports.Formats;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Exports;

/// <summary>What a real <c>kubectl kustomize</c> makes of an export is what the scenario applies.</summary>
public sealed class KustomizeRoundTripTests : IDisposable
{
    private readonly List<string> _dropped = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-export-").FullName;

    public static TheoryData<string, string> Scenarios() => ExportedScenario.All();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Objects_ThroughKustomize_EqualThoseTheScenarioApplies(string name, string choice)
    {
        var exported = await ExportedScenario.OfAsync(name, choice);
        Write(KustomizeFormat.Of(exported.Plan));

        foreach (var role in exported.Scenario.Clusters.Select(one => one.Role))
        {
            var expected = await exported.AppliedAsync(role, choice);
            var built = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
            var order = new List<string>();
            var empty = new List<string>();
            foreach (var unit in exported.Plan.Of(role).Select(unit => Path.Combine(_folder, role, unit.Folder)))
            {
                var objects = await BuildAsync(unit);
                Assert.All(objects, one => Assert.True(built.TryAdd(ExportedScenario.Key(one), one), $"{ExportedScenario.Key(one)} is there twice"));
                order.AddRange(objects.Select(ExportedScenario.Key));
                if (objects.Count == 0)
                {
                    empty.Add(Path.GetFileName(unit));
                }
            }

            Assert.Equal(expected.Keys, built.Keys);
            Assert.All(expected, one => Assert.True(JsonNode.DeepEquals(one.Value, built[one.Key]), $"{one.Key}\n{one.Value.ToJsonString()}\n{built[one.Key].ToJsonString()}"));
            Assert.Equal(exported.Remote(role, choice).Order(), _dropped.Order());
            _dropped.Clear();
            Assert.Equal(order, (await WholeAsync(role, empty)).Select(ExportedScenario.Key));
        }
    }

    private void Write(IEnumerable<ExportFile> files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
    }

    /// <summary>Builds a role as a whole, without the units that are empty now.</summary>
    private async Task<IReadOnlyList<JsonObject>> WholeAsync(string role, List<string> empty)
    {
        var folder = Path.Combine(_folder, role);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var file = Path.Combine(folder, "kustomization.yaml");
        var kustomization = YamlDocumentReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file).Single().Root!.AsObject();
        var resources = kustomization["resources"]!.AsArray();
        resources.RemoveAll(one => empty.Contains(one!.ToString()));
        return resources.Count == 0 ? [] : await KustomizeAsync(folder, file, kustomization);
    }

    /// <summary>Builds a unit. Charts and published manifests would be fetched from the network, so they are taken out first; the rest is as exported.</summary>
    private async Task<IReadOnlyList<JsonObject>> BuildAsync(string unit)
    {
        var file = Path.Combine(unit, "kustomization.yaml");
        var kustomization = YamlDocumentReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file).Single().Root!.AsObject();
        kustomization.Remove("helmCharts");
        var resources = kustomization["resources"] as JsonArray ?? [];
        _dropped.AddRange(resources.Select(one => one!.ToString()).Where(one => one.StartsWith("https://", StringComparison.Ordinal)));
        resources.RemoveAll(one => one!.ToString().StartsWith("https://", StringComparison.Ordinal));
        if (resources.Count == 0)
        {
            return [];
        }

        return await KustomizeAsync(unit, file, kustomization);
    }

    private static async Task<IReadOnlyList<JsonObject>> KustomizeAsync(string folder, string file, JsonObject kustomization)
    {
        await File.WriteAllTextAsync(file, kustomization.ToJsonString(), TestContext.Current.CancellationToken);
        var result = await TestTool.RunAsync("kubectl", null, "kustomize", folder);
        Assert.True(result.ExitCode == 0, $"{folder}: {result.StandardError}");
        return [.. ManifestReader.Read(result.StandardOutput, folder).Select(manifest => manifest.Resource)];
    }
}
