using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Server-side apply.</summary>
public abstract class ApplyContract(IClusterUnderTest cluster)
{
    private static readonly ApplyOptions Options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_NewThenSameThenChanged_TellsCreatedUnchangedConfigured()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);

        var created = await client.ApplyAsync(space.Settings("one", "blue"), Options, Token);
        var unchanged = await client.ApplyAsync(space.Settings("one", "blue"), Options, Token);
        var configured = await client.ApplyAsync(space.Settings("one", "red"), Options, Token);

        Assert.Equal([ApplyOutcome.Created, ApplyOutcome.Unchanged, ApplyOutcome.Configured], [created.Outcome, unchanged.Outcome, configured.Outcome]);
        Assert.Null(created.Before);
        Assert.Equal("blue", configured.Before!["data"]!["colour"]!.GetValue<string>());
        Assert.Equal("red", configured.After["data"]!["colour"]!.GetValue<string>());
        Assert.Equal(space.ConfigMap("one"), configured.Ref);
    }

    [Fact]
    public async Task Apply_SameContentByAnotherManager_IsUnchanged()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("shared", "blue"), Options, Token);

        var second = await client.ApplyAsync(space.Settings("shared", "blue"), new ApplyOptions("second"), Token);

        Assert.Equal(ApplyOutcome.Unchanged, second.Outcome);
    }

    [Fact]
    public async Task Apply_EmptyLabelsAndAnnotations_AreNobodysField()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        var first = space.Settings("bare", "blue");
        first["metadata"]!["annotations"] = new JsonObject();
        await client.ApplyAsync(first, new ApplyOptions("first-manager"), Token);

        var second = await client.ApplyAsync(space.Settings("bare", "blue", """{"tier":"gold"}"""), new ApplyOptions("second-manager"), Token);

        Assert.Equal(ApplyOutcome.Configured, second.Outcome);
        Assert.DoesNotContain("f:annotations", second.After["metadata"]!["managedFields"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_NoNamespaceInObject_GoesToTheContextsNamespaceAndSaysSo()
    {
        var client = cluster.Client;
        var name = $"meshlab-test-{Guid.NewGuid():N}";
        var result = await client.ApplyAsync(Json.Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"}}"""), Options with { DryRun = true }, Token);

        Assert.Equal(new ObjectRef("v1", "ConfigMap", client.DefaultNamespace, name), result.Ref);
    }

    [Fact]
    public async Task Apply_DryRun_TellsTheOutcomeAndChangesNothing()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("live", "blue"), Options, Token);
        var dry = Options with { DryRun = true };

        var create = await client.ApplyAsync(space.Settings("ghost", "blue"), dry, Token);
        var change = await client.ApplyAsync(space.Settings("live", "red"), dry, Token);
        var same = await client.ApplyAsync(space.Settings("live", "blue"), dry, Token);

        Assert.Equal([ApplyOutcome.Created, ApplyOutcome.Configured, ApplyOutcome.Unchanged], [create.Outcome, change.Outcome, same.Outcome]);
        Assert.Equal("red", change.After["data"]!["colour"]!.GetValue<string>());
        Assert.Null(await client.GetAsync(space.ConfigMap("ghost"), Token));
        Assert.Equal("blue", (await client.GetAsync(space.ConfigMap("live"), Token))!["data"]!["colour"]!.GetValue<string>());
    }

    [Fact]
    public async Task Apply_FieldOfAnotherManager_ConflictNamesFieldAndManagerAndForceTakesIt()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("owned", "blue"), new ApplyOptions("first-manager"), Token);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ApplyAsync(space.Settings("owned", "red"), new ApplyOptions("second-manager"), Token));
        var forced = await client.ApplyAsync(space.Settings("owned", "red"), new ApplyOptions("second-manager", Force: true), Token);

        Assert.Equal(HttpStatusCode.Conflict, error.Status);
        Assert.Equal(new FieldConflict(".data.colour", "first-manager"), Assert.Single(error.Conflicts));
        Assert.Contains("first-manager", error.Message);
        Assert.Contains(".data.colour", error.Message);
        Assert.Equal(ApplyOutcome.Configured, forced.Outcome);
    }

    [Fact]
    public async Task Apply_FieldLeftOut_IsRemoved()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        var more = space.Settings("less", "blue");
        more["data"]!["size"] = "big";
        await client.ApplyAsync(more, Options, Token);

        var result = await client.ApplyAsync(space.Settings("less", "blue"), Options, Token);

        Assert.Null(result.After["data"]!["size"]);
    }

    [Fact]
    public async Task Apply_MissingNamespace_ErrorNamesItAndTheObject()
    {
        var client = cluster.Client;
        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ApplyAsync(
            Json.Object("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one","namespace":"no-such-namespace"}}"""), Options, Token));

        Assert.Equal(HttpStatusCode.NotFound, error.Status);
        Assert.Contains("no-such-namespace", error.Message);
        Assert.Contains("ConfigMap no-such-namespace/one", error.Message);
    }

    [Fact]
    public async Task Apply_UnknownKind_ErrorSaysWhatIsNotThere()
    {
        var client = cluster.Client;
        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ApplyAsync(
            Json.Object("""{"apiVersion":"nowhere.example.org/v1","kind":"Ghost","metadata":{"name":"one"}}"""), Options, Token));

        Assert.Equal("NoKindMatch", error.Reason);
        Assert.Contains("Ghost in nowhere.example.org/v1", error.Message);
    }

    [Fact]
    public async Task ApplyAll_DefinitionNamespaceAndObjectsInAnyOrder_AppliesThemAll()
    {
        var client = cluster.Client;
        var suffix = Guid.NewGuid().ToString("N")[..8];
        var group = $"m{suffix}.example.org";
        var space = $"meshlab-test-{suffix}";
        var definition = new ObjectRef("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"widgets.{group}");
        try
        {
            var results = await client.ApplyAllAsync(
            [
                Widget(group, space),
                Json.Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"{{{space}}}"},"data":{"a":"b"}}"""),
                Json.Object($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{space}}}"}}"""),
                Definition(group),
            ], Options, Token);
            var widget = await client.GetAsync(new ObjectRef($"{group}/v1", "Widget", space, "one"), Token);
            var again = await client.ApplyAllAsync([Widget(group, space), Definition(group)], Options, Token);

            Assert.Equal(["Widget", "ConfigMap", "Namespace", "CustomResourceDefinition"], results.Select(one => one.Ref.Kind));
            Assert.All(results, one => Assert.Equal(ApplyOutcome.Created, one.Outcome));
            Assert.Equal(4, widget!["spec"]!["size"]!.GetValue<int>());
            Assert.All(again, one => Assert.Equal(ApplyOutcome.Unchanged, one.Outcome));
        }
        finally
        {
            await client.DeleteAsync(definition, DeletionPropagation.Background, CancellationToken.None);
            await client.DeleteAsync(new ObjectRef("v1", "Namespace", null, space), DeletionPropagation.Background, CancellationToken.None);
        }
    }

    [Fact]
    public async Task ApplyAll_DryRunOfDefinitionNamespaceAndObjects_PretendsAndLeavesNothing()
    {
        var client = cluster.Client;
        var suffix = Guid.NewGuid().ToString("N")[..8];
        var group = $"m{suffix}.example.org";
        var space = $"meshlab-test-{suffix}";

        var results = await client.ApplyAllAsync(
        [
            Definition(group),
            Json.Object($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{space}}}"}}"""),
            Widget(group, space),
            Json.Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"{{{space}}}"}}"""),
        ], Options with { DryRun = true }, Token);

        Assert.All(results, one => Assert.Equal(ApplyOutcome.Created, one.Outcome));
        Assert.Null(await client.GetAsync(new ObjectRef("v1", "Namespace", null, space), Token));
        Assert.Null(await client.FindTypeAsync($"{group}/v1", "Widget", Token));
    }

    [Fact]
    public async Task ApplyAll_SomeRefused_AppliesTheOthersAndNamesEveryRefusal()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ApplyAllAsync(
            [space.Settings("Bad_Name", "red"), space.Settings("good", "blue"), space.Settings("Worse_Name", "red")], Options, Token));

        Assert.Contains("Bad_Name", error.Message);
        Assert.Contains("Worse_Name", error.Message);
        Assert.NotNull(await client.GetAsync(space.ConfigMap("good"), Token));
    }

    private static System.Text.Json.Nodes.JsonObject Widget(string group, string space) => Json.Object(
        $$$"""{"apiVersion":"{{{group}}}/v1","kind":"Widget","metadata":{"name":"one","namespace":"{{{space}}}"},"spec":{"size":4}}""");

    private static System.Text.Json.Nodes.JsonObject Definition(string group) => Json.Object($$$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "widgets.{{{group}}}"},
          "spec": {
            "group": "{{{group}}}", "scope": "Namespaced", "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "listKind": "WidgetList"},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
              "spec": {"type": "object", "properties": {"size": {"type": "integer"} } } } } } }]
          }
        }
        """);
}

/// <summary>Server-side apply on the demo cluster.</summary>
public sealed class DemoApplyTests(DemoClusterUnderTest cluster) : ApplyContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>Server-side apply on a real cluster.</summary>
public sealed class RealApplyTests(RealClusterUnderTest cluster) : ApplyContract(cluster), IClassFixture<RealClusterUnderTest>;
