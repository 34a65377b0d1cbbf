using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The API server itself judges every manifest of the lab: <c>dryRun=All</c> with strict field validation, the definitions installed.</summary>
public abstract class ManifestsContract(IClusterUnderTest cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DryRun_EveryManifestOfTheLab_IsAccepted()
    {
        var client = cluster.Client;
        var definitions = CustomResourceSchemas.RequireDefinitions();
        await using var space = await TestNamespace.CreateAsync(client);
        var installed = new List<ObjectRef>();
        try
        {
            await InstallAsync(client, definitions, installed);
            var problems = new List<string>();
            var files = Directory.EnumerateFiles(ScenarioFolder.Shipped, "*.yaml", SearchOption.AllDirectories).Where(file => file.Contains("/manifests/", StringComparison.Ordinal) || file.Contains("/shared/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(files);
            foreach (var file in files)
            {
                foreach (var manifest in ManifestReader.Read(await File.ReadAllTextAsync(file, Token), Path.GetRelativePath(ScenarioFolder.Shipped, file)))
                {
                    problems.AddRange(await DryRunAsync(client, space.Name, manifest));
                }
            }

            Assert.True(problems.Count == 0, string.Join('\n', problems));
        }
        finally
        {
            foreach (var definition in installed)
            {
                await client.DeleteAsync(definition, DeletionPropagation.Background, CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task DryRun_FieldThatNobodyKnows_IsRefused()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        var manifest = Json.Object($$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"{{{space.Name}}}"},"spec":{"prots":[]}}""");

        var refused = await Assert.ThrowsAsync<ClusterException>(() => client.ApplyAsync(manifest, new ApplyOptions(DryRun: true), Token));

        Assert.Contains("prots", refused.Message);
        Assert.DoesNotContain("attempts", refused.Message);
    }

    /// <summary>Objects of the lab's namespaces are tried in the test's own, which exists.</summary>
    private static async Task<IReadOnlyList<string>> DryRunAsync(ClusterClient client, string space, Manifest manifest)
    {
        var resource = manifest.Resource.DeepClone().AsObject();
        if (resource["metadata"]!["namespace"] is not null)
        {
            resource["metadata"]!["namespace"] = space;
        }

        try
        {
            await client.ApplyAsync(resource, new ApplyOptions(DryRun: true), Token);
            return [];
        }
        catch (ClusterException error)
        {
            return [manifest.ProblemAt("", error.Message).ToString()!];
        }
    }

    private static async Task InstallAsync(ClusterClient client, IReadOnlyList<JsonObject> definitions, List<ObjectRef> installed)
    {
        foreach (var definition in definitions)
        {
            var reference = new ObjectRef("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, definition["metadata"]!["name"]!.GetValue<string>());
            if (await client.GetAsync(reference, Token) is null)
            {
                installed.Add(reference);
                await client.ApplyAsync(definition, new ApplyOptions(), Token);
            }
        }

        foreach (var reference in installed)
        {
            await Eventually.TrueAsync(async () => IsEstablished(await client.GetAsync(reference, Token)), $"{reference.Name} is established");
        }
    }

    private static bool IsEstablished(JsonObject? definition) =>
        definition?["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(condition => condition?["type"]?.GetValue<string>() == "Established" && condition["status"]?.GetValue<string>() == "True");
}

/// <summary>The contract on the demo cluster.</summary>
public sealed class DemoManifestsTests(DemoClusterUnderTest cluster) : ManifestsContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>The contract on a real cluster.</summary>
public sealed class RealManifestsTests(RealClusterUnderTest cluster) : ManifestsContract(cluster), IClassFixture<RealClusterUnderTest>;
