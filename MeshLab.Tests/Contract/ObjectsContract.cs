using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Reading, listing, deleting and discovering objects.</summary>
public abstract class ObjectsContract(IClusterUnderTest cluster)
{
    private static readonly ApplyOptions Options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetVersion_Cluster_IsAKubernetesVersion() => Assert.Matches(@"^v\d+\.\d+\.\d+", await cluster.Client.GetVersionAsync(Token));

    [Fact]
    public async Task Get_MissingObjectOrKind_IsNull()
    {
        var client = cluster.Client;
        Assert.Null(await client.GetAsync(new ObjectRef("v1", "ConfigMap", "default", "no-such-object"), Token));
        Assert.Null(await client.GetAsync(new ObjectRef("nowhere.example.org/v1", "Ghost", "default", "one"), Token));
    }

    [Fact]
    public async Task List_ByLabel_GivesMatchingObjectsWithTheirType()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAllAsync([space.Settings("a", "blue", """{"tier":"front"}"""), space.Settings("b", "blue", """{"tier":"back"}"""), space.Settings("c", "blue", """{"tier":"front"}""")], Options, Token);

        var front = await client.ListAsync("v1", "ConfigMap", space.Name, "tier=front", Token);
        var everywhere = await client.ListAsync("v1", "ConfigMap", null, "tier in (front,back)", Token);

        Assert.Equal(["a", "c"], front.Select(Name).Order());
        Assert.All(front, one => Assert.Equal(("v1", "ConfigMap"), (one["apiVersion"]!.GetValue<string>(), one["kind"]!.GetValue<string>())));
        Assert.Equal(3, everywhere.Count(one => one["metadata"]!["namespace"]!.GetValue<string>() == space.Name));
    }

    [Fact]
    public async Task List_MoreThanAPage_GivesEachObjectOnce()
    {
        const int count = 520;
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAllAsync([.. Enumerable.Range(0, count).Select(index => space.Settings($"item-{index:000}", "blue", """{"many":"true"}"""))], Options, Token);

        var items = await client.ListAsync("v1", "ConfigMap", space.Name, "many=true", Token);

        Assert.Equal(count, items.Select(Name).Distinct().Count());
        Assert.Equal(count, items.Count);
    }

    [Fact]
    public async Task List_UnknownKind_ErrorSaysSo()
    {
        var error = await Assert.ThrowsAsync<ClusterException>(() => cluster.Client.ListAsync("nowhere.example.org/v1", "Ghost", null, null, Token));

        Assert.Equal(HttpStatusCode.NotFound, error.Status);
        Assert.Contains("Ghost in nowhere.example.org/v1", error.Message);
    }

    [Fact]
    public async Task FindType_BuiltInKinds_TellsPluralAndScope()
    {
        var client = cluster.Client;
        var deployment = await client.FindTypeAsync("apps/v1", "Deployment", Token);
        var space = await client.FindTypeAsync("v1", "Namespace", Token);
        var review = await client.FindTypeAsync("authorization.k8s.io/v1", "SelfSubjectAccessReview", Token);

        Assert.Equal(new ResourceType("apps/v1", "Deployment", "deployments", true), deployment);
        Assert.Equal(new ResourceType("v1", "Namespace", "namespaces", false), space);
        Assert.False(review!.Listable);
    }

    [Fact]
    public async Task Delete_ObjectThenAgain_TellsWhetherItWasThere()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("one", "blue"), Options, Token);

        var first = await client.DeleteAsync(space.ConfigMap("one"), DeletionPropagation.Background, Token);
        var second = await client.DeleteAsync(space.ConfigMap("one"), DeletionPropagation.Background, Token);

        Assert.True(first);
        Assert.False(second);
        Assert.Null(await client.GetAsync(space.ConfigMap("one"), Token));
    }

    [Fact]
    public async Task Delete_OtherUid_LeavesTheObject()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        var made = await client.ApplyAsync(space.Settings("one", "blue"), Options, Token);

        var other = await client.DeleteAsync(space.ConfigMap("one"), DeletionPropagation.Background, Guid.NewGuid().ToString(), Token);
        var left = await client.GetAsync(space.ConfigMap("one"), Token);
        var own = await client.DeleteAsync(space.ConfigMap("one"), DeletionPropagation.Background, made.After["metadata"]!["uid"]!.GetValue<string>(), Token);

        Assert.False(other);
        Assert.NotNull(left);
        Assert.True(own);
    }

    [Fact]
    public async Task Delete_OwnerInForeground_StaysUntilDependentsAreGone()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await Controllers.RequireAsync(client, space.Name, cluster.IsSimulated);
        var (owner, dependent) = await OwnerAndDependentAsync(client, space);

        await client.DeleteAsync(owner, DeletionPropagation.Foreground, Token);

        await Eventually.TrueAsync(async () => await client.GetAsync(owner, Token) is null && await client.GetAsync(dependent, Token) is null, "owner and dependent are gone");
    }

    [Fact]
    public async Task Delete_OwnerAsOrphan_KeepsDependents()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await Controllers.RequireAsync(client, space.Name, cluster.IsSimulated);
        var (owner, dependent) = await OwnerAndDependentAsync(client, space);

        await client.DeleteAsync(owner, DeletionPropagation.Orphan, Token);

        await Eventually.TrueAsync(async () => await client.GetAsync(owner, Token) is null, "the owner is gone");
        var left = await client.GetAsync(dependent, Token);
        Assert.NotNull(left);
        Assert.True(left["metadata"]!["ownerReferences"] is not JsonArray { Count: > 0 });
    }

    [Fact]
    public async Task Delete_Namespace_TakesItsObjectsAlong()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await Controllers.RequireAsync(client, space.Name, cluster.IsSimulated);
        await client.ApplyAsync(space.Settings("one", "blue"), Options, Token);

        var asked = await client.DeleteAsync(new ObjectRef("v1", "Namespace", null, space.Name), DeletionPropagation.Background, Token);

        Assert.True(asked);
        await Eventually.TrueAsync(async () => await client.GetAsync(new ObjectRef("v1", "Namespace", null, space.Name), Token) is null, "the namespace is gone");
        Assert.Null(await client.GetAsync(space.ConfigMap("one"), Token));
    }

    [Fact]
    public async Task SendRaw_PatchAndGetRaw_ReachAnyPath()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("raw", "blue"), Options, Token);
        var path = $"/api/v1/namespaces/{space.Name}/configmaps/raw";

        var patched = await client.SendRawAsync(HttpMethod.Patch, path, Json.Object("""{"data":{"size":"big"}}"""), Token);
        await using var stream = await client.GetRawAsync(path, Token);
        var read = await JsonNode.ParseAsync(stream, cancellationToken: Token);

        Assert.Equal("big", patched!["data"]!["size"]!.GetValue<string>());
        Assert.Equal("blue", read!["data"]!["colour"]!.GetValue<string>());
    }

    private static string Name(JsonObject resource) => resource["metadata"]!["name"]!.GetValue<string>();

    private static async Task<(ObjectRef Owner, ObjectRef Dependent)> OwnerAndDependentAsync(ClusterClient client, TestNamespace space)
    {
        var owner = await client.ApplyAsync(space.Settings("owner", "blue"), Options, Token);
        var child = space.Settings("child", "blue");
        child["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["name"] = "owner",
            ["uid"] = owner.After["metadata"]!["uid"]!.DeepClone(),
            ["blockOwnerDeletion"] = true,
        });
        var dependent = await client.ApplyAsync(child, Options, Token);
        return (owner.Ref, dependent.Ref);
    }
}

/// <summary>Reading, listing, deleting and discovering on the demo cluster.</summary>
public sealed class DemoObjectsTests(DemoClusterUnderTest cluster) : ObjectsContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>Reading, listing, deleting and discovering on a real cluster.</summary>
public sealed class RealObjectsTests(RealClusterUnderTest cluster) : ObjectsContract(cluster), IClassFixture<RealClusterUnderTest>;
