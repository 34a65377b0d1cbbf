using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>
/// Reads usage from every node's kubelet through the API server (<c>/api/v1/nodes/{node}/proxy/stats/summary</c>). It needs no
/// metrics-server; it needs the right to <c>get</c> <c>nodes/proxy</c> and to <c>list</c> nodes.
/// </summary>
internal sealed class KubeletSummarySource : IUsageSource
{
    /// <summary>The source's name in series and answers.</summary>
    public const string Name = "kubelet-summary";

    /// <inheritdoc/>
    string IUsageSource.Name => Name;

    /// <summary>Nodes asked at once: enough for a lab, gentle on an API server of a large cluster.</summary>
    private const int Concurrency = 8;

    /// <summary>Reads all nodes. A node that does not answer is listed in the result and costs only its own samples.</summary>
    /// <exception cref="ClusterException">The nodes cannot be listed, or none of them answered.</exception>
    public async Task<UsageReading> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var nodes = (await client.ListAsync("v1", "Node", null, null, cancellationToken))
            .Select(node => (string?)node["metadata"]?["name"])
            .OfType<string>()
            .ToList();
        var observations = new ConcurrentBag<IReadOnlyList<UsageObservation>>();
        var failures = new ConcurrentBag<NodeFailure>();
        var refusals = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(nodes, options, async (node, token) =>
        {
            try
            {
                await using var stream = await client.GetRawAsync($"/api/v1/nodes/{Uri.EscapeDataString(node)}/proxy/stats/summary", token);
                observations.Add(await KubeletSummaryParser.ParseAsync(node, stream, token));
            }
            catch (Exception error) when (error is ClusterException or JsonException or IOException or HttpRequestException
                || (error is OperationCanceledException && !token.IsCancellationRequested))
            {
                if (error is ClusterException { Status: HttpStatusCode.Forbidden })
                {
                    Interlocked.Increment(ref refusals);
                }

                failures.Add(new NodeFailure(node, error is JsonException ? $"the kubelet's answer is not a summary: {error.Message}" : error.Message));
            }
        });

        if (observations.IsEmpty)
        {
            if (refusals > 0 && refusals == failures.Count)
            {
                throw new ClusterException($"{client.Cluster.Name} does not allow get on nodes/proxy, by which the kubelets' summary is read; metrics.k8s.io is read in its place where it is served.", HttpStatusCode.Forbidden);
            }

            throw new ClusterException(failures.OrderBy(failure => failure.Node, StringComparer.Ordinal).FirstOrDefault() is { } first
                ? $"No node of {client.Cluster.Name} gave its usage. {first.Node}: {first.Message}"
                : $"{client.Cluster.Name} has no nodes.");
        }

        return new([.. observations.SelectMany(list => list)], [.. failures.OrderBy(failure => failure.Node, StringComparer.Ordinal)]);
    }
}
