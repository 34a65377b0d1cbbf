using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>A namespace of one test's own, deleted afterwards. Without a controller manager it stays in Terminating, which harms nobody.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private readonly ClusterClient _client;

    private TestNamespace(ClusterClient client, string name)
    {
        _client = client;
        Name = name;
    }

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(ClusterClient client)
    {
        var name = $"meshlab-test-{Guid.NewGuid().ToString("N")[..10]}";
        await client.ApplyAsync(Json.Object($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}"""), new ApplyOptions(), TestContext.Current.CancellationToken);
        return new TestNamespace(client, name);
    }

    public ObjectRef ConfigMap(string name) => new("v1", "ConfigMap", Name, name);

    public JsonObject Settings(string name, string colour, string labels = "{}") => Json.Object(
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"{{{Name}}}","labels":{{{labels}}}},"data":{"colour":"{{{colour}}}"}}""");

    public async ValueTask DisposeAsync() =>
        await _client.DeleteAsync(new ObjectRef("v1", "Namespace", null, Name), DeletionPropagation.Background, CancellationToken.None);
}
