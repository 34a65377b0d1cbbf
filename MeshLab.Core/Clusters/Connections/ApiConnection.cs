using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>
/// Sends requests to one API server: credentials, a time limit an attempt, and repeated attempts where repeating is safe and may help
/// (429 and 503 with the wait the server asks for, other 5xx, lost connections). Every failure is a <see cref="ClusterException"/>.
/// </summary>
internal sealed class ApiConnection(TargetCluster cluster, ConnectionSettings settings, TimeProvider clock) : IDisposable
{
    private readonly ApiPipeline _pipeline = new(cluster.Name, settings, clock);

    public TargetCluster Cluster => cluster;

    public TimeProvider Clock => clock;

    /// <summary>The namespace of objects that name none.</summary>
    public string DefaultNamespace => settings.Namespace;

    public Uri Server => _pipeline.Address;

    /// <summary>The JSON answer; null when the body is empty or the status is the one the request expects.</summary>
    public Task<JsonNode?> JsonAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, static async (response, token) =>
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(token);
            return bytes.Length == 0 ? null : JsonNode.Parse(bytes);
        }, cancellationToken);

    /// <summary>
    /// Sends the request, reads the answer with <paramref name="read"/> as part of the attempt, and returns what that returns;
    /// the default value when the server answers the status the request expects.
    /// </summary>
    public async Task<T?> SendAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var renewed = false;
        var timeouts = 0;
        for (var attempt = 1; ; attempt++)
        {
            using var patience = new CancellationTokenSource(request.Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            ClusterException failure;
            TimeSpan? wait;
            try
            {
                var (response, credential) = await ExchangeAsync(request, either.Token);
                using (response)
                {
                    if (response.IsSuccessStatusCode)
                    {
                        return await read(response, either.Token);
                    }

                    if (response.StatusCode == request.Expected)
                    {
                        return default;
                    }

                    if (response.StatusCode == HttpStatusCode.Unauthorized && !renewed && _pipeline.Refused(credential))
                    {
                        renewed = true;
                        continue;
                    }

                    failure = await ApiFailure.OfAsync(cluster, request, response, either.Token);
                    wait = ApiFailure.IsFinal(failure) ? null : Wait(request, response, attempt);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Half-open connections are common after a laptop slept or a load balancer forgot them; the next attempt takes another one.
                failure = ApiFailure.Timeout(cluster, request.Purpose, request.Patience);
                wait = request.Idempotent && ++timeouts < request.Timeouts ? RetryDelay.Backoff(attempt) : null;
            }
            catch (CredentialsPendingException error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = ApiFailure.Of(cluster, request.Purpose, error);
                wait = null;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
            {
                failure = ApiFailure.Of(cluster, request.Purpose, error);
                wait = request.Idempotent && error is not JsonException and not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError }
                    ? RetryDelay.Backoff(attempt)
                    : null;
            }

            if (wait is not { } pause || attempt >= request.Attempts)
            {
                throw attempt == 1 ? failure : new ClusterException($"{failure.Message} ({attempt} attempts)", failure.Status, failure.Reason, failure.InnerException) { Conflicts = failure.Conflicts };
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>
    /// Sends the request once and hands over the answer when its head is there; for answers that go on for a long time (logs, watches). The
    /// time limit covers the head only. The caller disposes the answer.
    /// </summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var patience = new CancellationTokenSource(request.Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                var (response, credential) = await ExchangeAsync(request, either.Token);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    if (response.StatusCode == HttpStatusCode.Unauthorized && attempt == 1 && _pipeline.Refused(credential))
                    {
                        continue;
                    }

                    throw await ApiFailure.OfAsync(cluster, request, response, either.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ApiFailure.Timeout(cluster, request.Purpose, request.Patience);
            }
            catch (CredentialsPendingException error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw ApiFailure.Of(cluster, request.Purpose, error);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                throw ApiFailure.Of(cluster, request.Purpose, error);
            }
        }
    }

    /// <summary>The client for a WebSocket, whose credentials are added to the options.</summary>
    public async Task<(HttpClient Client, ExecCredential? Credential)> PrepareSocketAsync(ClientWebSocketOptions options, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, Server);
        var (client, credential) = await _pipeline.PrepareAsync(message, cancellationToken);
        foreach (var (name, values) in message.Headers)
        {
            options.SetRequestHeader(name, string.Join(", ", values));
        }

        return (client, credential);
    }

    /// <summary>The server refused a credential: whether a new one can be had.</summary>
    public bool Refused(ExecCredential? credential) => _pipeline.Refused(credential);

    public void Dispose() => _pipeline.Dispose();

    private async Task<(HttpResponseMessage Response, ExecCredential? Credential)> ExchangeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(Server);
        var (client, credential) = await _pipeline.PrepareAsync(message, cancellationToken);
        return (await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken), credential);
    }

    /// <summary>How long to wait before another attempt; null when another attempt makes no sense.</summary>
    private TimeSpan? Wait(ApiRequest request, HttpResponseMessage response, int attempt)
    {
        var asked = RetryDelay.Asked(response.Headers, clock);
        if (asked > RetryDelay.Longest)
        {
            return null;
        }

        return response.StatusCode switch
        {
            // The server turned the request away before doing anything.
            HttpStatusCode.TooManyRequests => asked ?? RetryDelay.Backoff(attempt),
            HttpStatusCode.ServiceUnavailable when asked is not null || request.Idempotent => asked ?? RetryDelay.Backoff(attempt),
            HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout when request.Idempotent => asked ?? RetryDelay.Backoff(attempt),
            _ => null,
        };
    }
}
