using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Manifests published at a pinned https address. For a simulated cluster nothing is downloaded: it has stand-ins of its own.</summary>
internal sealed class UpstreamManifests(IHttpClientFactory clients)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "upstream-manifests";

    private const int LargestBytes = 16 * 1024 * 1024;

    public async Task<IReadOnlyList<JsonObject>> LoadAsync(StepContext context, string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            throw new StepFailedException($"{url} is no https address.") { Retryable = false };
        }

        if (context.Cluster.IsSimulated)
        {
            var answer = await context.Client.SendRawAsync(HttpMethod.Get, $"/simulation/v1/manifests?url={Uri.EscapeDataString(address.AbsoluteUri)}", null, cancellationToken);
            var items = answer?["items"]?.AsArray().Select(item => (JsonObject)item!.DeepClone()).ToList() ?? [];
            context.Log($"Simulated: {items.Count} stand-ins of the demo cluster for {address}");
            return items;
        }

        context.Log($"Downloading {address}");
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new StepFailedException($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
            }

            if (response.RequestMessage?.RequestUri is { Scheme: not "https" } elsewhere)
            {
                throw new StepFailedException($"{address} leads to {elsewhere}, which is not https.") { Retryable = false };
            }

            var text = await ReadAsync(response, address, cancellationToken);
            return [.. ManifestReader.Read(text, address.ToString()).Select(manifest => manifest.Resource)];
        }
        catch (HttpRequestException error)
        {
            throw new StepFailedException($"{address} could not be downloaded: {error.Message}", error);
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > LargestBytes)
            {
                throw new StepFailedException($"{address} is larger than {LargestBytes / 1024 / 1024} MiB.") { Retryable = false };
            }

            buffer.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
