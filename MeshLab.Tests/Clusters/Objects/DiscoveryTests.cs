using MeshLab.Core.Clusters;
using MeshLab.Tests.Clusters.Connections;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MeshLab.Tests.Clusters.Objects;

public sealed class DiscoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetTypes_ServerWithoutAggregatedDiscovery_ReadsEachGroupAndLeavesOutTheBrokenOne()
    {
        await using var server = await ScriptedServer.StartAsync(Classic);
        using var client = server.Client();

        var types = await client.GetTypesAsync(Token);

        Assert.Equal(
            [new("v1", "Pod", "pods", true), new("v1", "Binding", "bindings", true, Listable: false), new("apps/v1", "Deployment", "deployments", true)],
            types);
    }

    [Fact]
    public async Task GetTypes_AggregatedWithAStaleGroup_TakesTheRest()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, context.Request.Path == "/api"
            ? """{"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[{"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","verbs":["list"]}]}]}]}"""
            : """{"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]},{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","responseKind":{"group":"","version":"","kind":"Deployment"},"scope":"Namespaced","verbs":["list"]}]}]}]}"""));
        using var client = server.Client();

        var types = await client.GetTypesAsync(Token);

        Assert.Equal([new("v1", "Pod", "pods", true), new("apps/v1", "Deployment", "deployments", true)], types);
    }

    [Fact]
    public async Task FindType_KnownThenMissing_AsksTheServerOnceForEachMissOnly()
    {
        await using var server = await ScriptedServer.StartAsync(Classic);
        using var client = server.Client();

        await client.FindTypeAsync("v1", "Pod", Token);
        await client.FindTypeAsync("apps/v1", "Deployment", Token);
        var first = server.Requests.Count(one => one == "GET /apis");
        var missing = await client.FindTypeAsync("nowhere.example.org/v1", "Ghost", Token);

        Assert.Equal(1, first);
        Assert.Null(missing);
        Assert.Equal(2, server.Requests.Count(one => one == "GET /apis"));
    }

    private static Task Classic(HttpContext context) => context.Request.Path.Value switch
    {
        "/api" => ScriptedServer.JsonAsync(context, """{"kind":"APIVersions","versions":["v1"]}"""),
        "/api/v1" => ScriptedServer.JsonAsync(context, """{"kind":"APIResourceList","resources":[{"name":"pods","kind":"Pod","namespaced":true,"verbs":["list"]},{"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]},{"name":"bindings","kind":"Binding","namespaced":true,"verbs":["create"]}]}"""),
        "/apis" => ScriptedServer.JsonAsync(context, """{"kind":"APIGroupList","groups":[{"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1beta1","version":"v1beta1"}]},{"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}]}]}"""),
        "/apis/apps/v1" => ScriptedServer.JsonAsync(context, """{"kind":"APIResourceList","resources":[{"name":"deployments","kind":"Deployment","namespaced":true,"verbs":["list"]}]}"""),
        _ => ScriptedServer.StatusAsync(context, 503, "ServiceUnavailable", "the server is currently unable to handle the request"),
    };
}
