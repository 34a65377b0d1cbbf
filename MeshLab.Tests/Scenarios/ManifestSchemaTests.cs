using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Core.Simulation.Api;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>Every custom resource of every scenario fits the real definition; unknown fields fail.</summary>
public sealed class ManifestSchemaTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(ScenarioFolder.Shipped, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ScenarioFolder.Shipped, file))
            .Where(file => file.Contains("/manifests/", StringComparison.Ordinal) || file.StartsWith("shared/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Manifest_AgainstRealDefinitions_Fits(string file)
    {
        var schemas = CustomResourceSchemas.Require();
        var problems = new List<string>();
        var manifests = await ManifestReader.ReadFileAsync(Path.Combine(ScenarioFolder.Shipped, file), file, TestContext.Current.CancellationToken);
        Assert.NotEmpty(manifests);

        foreach (var manifest in manifests)
        {
            problems.AddRange(Problems(schemas, manifest.Resource).Select(problem => manifest.ProblemAt("", problem).ToString()!));
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void InlineObjects_AgainstRealDefinitions_Fit()
    {
        var schemas = CustomResourceSchemas.Require();
        var loader = new ScenarioLoader(_ => null);
        var problems = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories(ScenarioFolder.Shipped).Where(folder => File.Exists(Path.Combine(folder, "scenario.yaml"))))
        {
            foreach (var step in loader.Load(folder).Scenario!.Steps)
            {
                var objects = (step.Action as ApplyAction)?.Objects ?? [];
                problems.AddRange(objects.SelectMany(one => Problems(schemas, one)).Select(problem => $"{Path.GetFileName(folder)}, step {step.Id}: {problem}"));
            }
        }

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"x"},"spec":{"template":{"spec":{"containers":[{"name":"a","imagePullPolcy":"Always"}]}}}}""", "imagePullPolcy")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"x"},"spec":{"ports":[{"port":"eighty"}]}}""", "port")]
    public void MistakeInBuiltInKind_IsFound(string manifest, string named)
    {
        var resource = JsonNode.Parse(manifest)!.AsObject();

        var problems = BuiltInProblems(resource);

        Assert.Contains(problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownField_AgainstRealDefinition_IsFound()
    {
        var schemas = CustomResourceSchemas.Require();
        var route = JsonNode.Parse("""{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"x"},"spec":{"hosts":["x"],"htp":[]}}""")!.AsObject();

        var problems = Problems(schemas, route);

        Assert.Contains(problems, problem => problem.Contains("htp", StringComparison.Ordinal));
    }

    /// <summary>What is wrong with an object: built-in kinds by their classes, custom ones by their definitions.</summary>
    internal static List<string> Problems(IReadOnlyDictionary<(string ApiVersion, string Kind), MeshLab.Core.Schemas.StructuralSchema> schemas, JsonObject resource)
    {
        var (version, kind) = (resource["apiVersion"]!.GetValue<string>(), resource["kind"]!.GetValue<string>());
        if (BuiltInFields.Has(version, kind))
        {
            return [.. BuiltInProblems(resource).Select(problem => $"{kind} {resource["metadata"]?["name"]}: {problem}")];
        }

        return schemas.TryGetValue((version, kind), out var schema)
            ? [.. schema.Validate(resource).Select(problem => $"{kind} {resource["metadata"]?["name"]}: {problem}")]
            : [$"{version} {kind}: there is no definition of it in MESHLAB_CRDS"];
    }

    private static List<string> BuiltInProblems(JsonObject resource)
    {
        try
        {
            BuiltInFields.Read(resource);
            return [];
        }
        catch (JsonException error)
        {
            return [error.Message];
        }
    }
}
