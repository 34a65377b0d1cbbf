using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Clusters.Objects;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>Looks at a cluster: whether it answers, its version, nodes, meshes and measurement sources.</summary>
internal sealed class ClusterProbe(ClusterClient client, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ClusterStatus> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        string? version;
        try
        {
            var answer = await client.JsonAsync(ApiRequest.Get("/version", "reach the API server") with { Attempts = 1, Patience = Patience }, either.Token);
            version = answer?["gitVersion"]?.ToString();
            if (version is null)
            {
                return Unreachable($"{client.Cluster.Server} answers, but not as a Kubernetes API server does. Check the server's address in the kubeconfig.");
            }
        }
        catch (ClusterException error)
        {
            return Unreachable(error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable(ApiFailure.Timeout(client.Cluster, "reach the API server", Patience).Message);
        }

        var nodes = NodesAsync(either.Token);
        var meshes = MeshDetector.FindAsync(this, either.Token);
        var sources = SourceDetector.FindAsync(this, nodes, either.Token);
        var rights = RightsCheck.FindAsync(client, either.Token);
        var (names, refused) = await nodes;
        var (found, findings, missing) = (await meshes, await sources, await rights);
        cancellationToken.ThrowIfCancellationRequested();
        return refused is { } error401
            ? Unreachable(error401.Message)
            : new ClusterStatus(client.Cluster, true, version, null, names?.Count, found ?? [], [.. findings.Where(one => one.Detected).Select(one => one.Name)], clock.GetUtcNow()) { Findings = findings, MissingRights = missing, MeshesKnown = found is not null };
    }

    /// <summary>The objects at a path; null when they cannot be had, for whatever reason: a probe tells what it can see.</summary>
    public async Task<IReadOnlyList<JsonObject>?> ListAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Items(await client.JsonAsync(ApiRequest.Get(path, "look at the cluster") with { Attempts = 1, Patience = Patience }, cancellationToken));
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What a GET of the path is answered with.</summary>
    public async Task<ProbeAnswer> AskAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.JsonAsync(ApiRequest.Get(path, "look at the cluster") with { Attempts = 1, Patience = Patience }, cancellationToken);
            return new(true, null, null);
        }
        catch (ClusterException error)
        {
            return new(false, error.Status, error.Message);
        }
        catch (OperationCanceledException)
        {
            return new(false, null, $"There was no answer within {Patience.TotalSeconds:0} s.");
        }
    }

    private static IReadOnlyList<JsonObject> Items(JsonNode? list) => [.. (list?["items"] as JsonArray ?? []).OfType<JsonObject>()];

    private ClusterStatus Unreachable(string error) => new(client.Cluster, false, null, error, null, [], [], clock.GetUtcNow());

    /// <summary>The nodes' names; null when they may not be seen. The version is told to anybody, so it is here that bad credentials show.</summary>
    private async Task<(IReadOnlyList<string>? Names, ClusterException? Refused)> NodesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.JsonAsync(ApiRequest.Get("/api/v1/nodes" + ObjectPath.Query(("limit", "500")), "look at the nodes") with { Attempts = 1, Patience = Patience }, cancellationToken);
            return ([.. Items(list).Select(one => one["metadata"]?["name"]?.ToString()).OfType<string>()], null);
        }
        catch (ClusterException error)
        {
            return (null, error.Status == HttpStatusCode.Unauthorized ? error : null);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }
}
