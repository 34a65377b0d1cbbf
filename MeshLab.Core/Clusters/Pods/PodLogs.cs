using System.Runtime.CompilerServices;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Clusters.Objects;

namespace MeshLab.Core.Clusters.Pods;

/// <summary>Reads containers' logs.</summary>
internal sealed class PodLogs(ApiConnection connection)
{
    public async IAsyncEnumerable<string> ReadAsync(string @namespace, string pod, string? container, bool follow, int? tailLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var purpose = $"read the log of {@namespace}/{pod}{(container is null ? "" : $" ({container})")}";
        var query = ObjectPath.Query(("container", container), ("follow", follow ? "true" : null), ("tailLines", tailLines?.ToString()));
        using var response = await connection.OpenAsync(ApiRequest.Get(ObjectPath.Pod(@namespace, pod, "log") + query, purpose) with { Accept = "*/*" }, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await NextAsync(lines, purpose, cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private async Task<string?> NextAsync(StreamReader lines, string purpose, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw ApiFailure.Of(connection.Cluster, purpose, error);
        }
    }
}
