using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>What a credential plugin answered.</summary>
/// <param name="Token">A bearer token, or null.</param>
/// <param name="CertificatePem">A client certificate, or null.</param>
/// <param name="KeyPem">Its key, or null.</param>
/// <param name="Expires">When to ask again; null when the plugin did not say.</param>
internal sealed record ExecCredential(string? Token, string? CertificatePem, string? KeyPem, DateTimeOffset? Expires);

/// <summary>
/// Runs a credential plugin and keeps what it answered until that expires or the server refuses it. Own code rather than the
/// client library's, which blocks a thread, joins arguments without quoting them, and cannot be told that a token was refused.
/// </summary>
internal sealed class ExecCredentials(string cluster, ExecPlugin plugin, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Task<ExecCredential>? _asking;

    /// <summary>The program's name, for messages.</summary>
    public string Name => Path.GetFileName(plugin.Command);

    /// <summary>
    /// The credential; callers that ask together share one run of the plugin. A caller that stops waiting does not stop the plugin, so that a
    /// slow one is done when it is asked for the next time.
    /// </summary>
    /// <exception cref="ClusterException">The plugin failed; its output is in the message.</exception>
    public Task<ExecCredential> GetAsync(CancellationToken cancellationToken)
    {
        Task<ExecCredential> asking;
        lock (_gate)
        {
            if (_asking is null || (_asking.IsCompleted && !Usable(_asking)))
            {
                _asking = Task.Run(() => RunAsync(_disposed.Token), CancellationToken.None);
            }

            asking = _asking;
        }

        return asking.WaitAsync(cancellationToken);
    }

    /// <summary>The server refused this credential: the next call asks the plugin again.</summary>
    public void Refuse(ExecCredential refused)
    {
        lock (_gate)
        {
            if (_asking is { IsCompletedSuccessfully: true } asked && ReferenceEquals(asked.Result, refused))
            {
                _asking = null;
            }
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private bool Usable(Task<ExecCredential> asked) =>
        asked.IsCompletedSuccessfully && (asked.Result.Expires is not { } expires || expires - Early > clock.GetUtcNow());

    private async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        BufferedCommandResult result;
        try
        {
            result = await Cli.Wrap(plugin.Command)
                .WithArguments(plugin.Arguments)
                .WithEnvironmentVariables(variables =>
                {
                    variables.Set("KUBERNETES_EXEC_INFO", Info());
                    foreach (var (name, value) in plugin.Environment)
                    {
                        variables.Set(name, value);
                    }
                })
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Failure($"did not answer within {Patience.TotalSeconds:0} s; does it wait for a login? Log in at a terminal, then try again");
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            throw Failure($"cannot be started: {error.Message}", error);
        }

        if (result.ExitCode != 0)
        {
            var said = result.StandardError.Trim() is { Length: > 0 } text ? text : "nothing on standard error";
            throw Failure($"ended with exit code {result.ExitCode}: {(said.Length > 2000 ? said[..2000] + "…" : said)}");
        }

        return Parse(result.StandardOutput);
    }

    private string Info()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.ClusterInfo is { } cluster)
        {
            spec["cluster"] = JsonNode.Parse(cluster);
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private ExecCredential Parse(string output)
    {
        try
        {
            var answer = JsonNode.Parse(output) as JsonObject ?? throw Failure("answered no JSON object");
            if (answer["apiVersion"]?.ToString() != plugin.ApiVersion)
            {
                throw Failure($"answered in {answer["apiVersion"] ?? "no apiVersion"}, the kubeconfig asks for {plugin.ApiVersion}");
            }

            var status = answer["status"];
            var credential = new ExecCredential(
                status?["token"]?.ToString(),
                status?["clientCertificateData"]?.ToString(),
                status?["clientKeyData"]?.ToString(),
                DateTimeOffset.TryParse(status?["expirationTimestamp"]?.ToString(), out var expires) ? expires : null);
            return credential.Token is null && (credential.CertificatePem is null || credential.KeyPem is null)
                ? throw Failure("answered neither a token nor a client certificate with its key")
                : credential;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Failure($"answered no ExecCredential: {error.Message}", error);
        }
    }

    private ClusterException Failure(string what, Exception? inner = null) =>
        new($"The credential plugin {Name} of the cluster {cluster} {what}.", inner: inner);
}
