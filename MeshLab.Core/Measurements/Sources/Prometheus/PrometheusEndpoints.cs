using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>
/// The Prometheus of each cluster: the one somebody set here, or else the one of <c>MeshLab:Prometheus</c>. What is set here is kept in one file of the data
/// directory, encrypted as a whole with the keys that protect the secrets of runs.
/// </summary>
public sealed class PrometheusEndpoints
{
    /// <summary>The name of the file in the data directory.</summary>
    public const string FileName = "prometheus.protected";

    private readonly Lock _lock = new();
    private readonly IOptions<MeshLabOptions> _options;
    private readonly string _file;
    private readonly Func<IDataProtectionProvider> _protection;
    private readonly AuditTrail _audit;
    private ImmutableDictionary<string, PrometheusEndpoint>? _set;

    internal PrometheusEndpoints(IOptions<MeshLabOptions> options, ContentDirectories directories, Func<IDataProtectionProvider> protection, AuditTrail audit)
    {
        (_options, _protection, _audit) = (options, protection, audit);
        _file = Path.Combine(directories.Data, FileName);
    }

    /// <summary>What a cluster's Prometheus is, without credentials; null when it has none.</summary>
    /// <exception cref="ClusterException">What was set here cannot be read; the message says why.</exception>
    public PrometheusSetting? Get(string cluster) => Find(cluster) is { } endpoint
        ? new(cluster, endpoint.Url, endpoint.Service, endpoint.Selector, endpoint.User, Credentials(endpoint), endpoint.CaPem.Length > 0 || endpoint.CaFile.Length > 0, !Read().ContainsKey(cluster))
        : null;

    /// <summary>Sets a cluster's Prometheus. It goes before the one of the settings. The audit log has its address and the kind of its credentials.</summary>
    /// <exception cref="ClusterException">It cannot be used as it is; the message says what to mend.</exception>
    public async Task SetAsync(PrometheusInput input, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        ArgumentNullException.ThrowIfNull(input);
        var endpoint = Resolve(input);
        lock (_lock)
        {
            Write(Read().SetItem(input.Cluster, endpoint));
        }

        var place = endpoint.Url.Length > 0 ? endpoint.Url : $"service {endpoint.Service}";
        await _audit.RecordAsync(AuditDeeds.SettingChanged, $"prometheus of {input.Cluster}", [input.Cluster], $"{place}, credentials: {Credentials(endpoint)}", cancellationToken);
    }

    /// <summary>Forgets what was set here for a cluster; the settings' entry counts again where there is one.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> RemoveAsync(string cluster, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        lock (_lock)
        {
            var known = Read();
            if (!known.ContainsKey(cluster))
            {
                return false;
            }

            Write(known.Remove(cluster));
        }

        await _audit.RecordAsync(AuditDeeds.SettingChanged, $"prometheus of {cluster}", [cluster], "removed", cancellationToken);
        return true;
    }

    /// <summary>The endpoint of a cluster, the same object until it is changed; null for none.</summary>
    internal PrometheusEndpoint? Find(string cluster) =>
        Read().GetValueOrDefault(cluster) ?? _options.Value.Prometheus.FirstOrDefault(endpoint => endpoint.Cluster == cluster);

    /// <summary>The endpoint that an input means, with the credentials that are kept where it gives none.</summary>
    internal PrometheusEndpoint Resolve(PrometheusInput input)
    {
        var known = Read().GetValueOrDefault(input.Cluster);
        var (url, service) = (input.Url.Trim(), input.Service.Trim());
        if (url.Length == 0 == (service.Length == 0))
        {
            throw new ClusterException("Give either an address (url) or a Service of the cluster as namespace/name:port.");
        }

        if (url.Length > 0 && (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
        {
            throw new ClusterException($"\"{url}\" is no http or https address without credentials in it.");
        }

        if (service.Length > 0 && service.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw new ClusterException($"\"{service}\" is not written as namespace/name:port.");
        }

        // Credentials that are kept go to the address they were given for and to no other.
        var same = known is not null && known.Url == url && known.User == input.User.Trim();
        var endpoint = new PrometheusEndpoint
        {
            Cluster = input.Cluster,
            Url = url,
            Service = service,
            Selector = input.Selector.Trim(),
            User = input.User.Trim(),
            BearerToken = (input.BearerToken ?? (same ? known!.BearerToken : "")).Trim(),
            Password = input.Password ?? (same ? known!.Password : ""),
            CaPem = (input.CaPem ?? (same ? known!.CaPem : "")).Trim(),
        };
        if (endpoint.BearerToken.Length > 0 && endpoint.User.Length > 0)
        {
            throw new ClusterException("Give a bearer token or a user with a password, not both.");
        }

        if (url.Length > 0)
        {
            // Reads the certificates.
            using var connection = new HttpPrometheusConnection(endpoint);
        }

        return endpoint;
    }

    private static string Credentials(PrometheusEndpoint endpoint) =>
        endpoint.BearerToken.Length > 0 || endpoint.BearerTokenFile.Length > 0 ? "bearer" : endpoint.User.Length > 0 ? "basic" : "none";

    private ImmutableDictionary<string, PrometheusEndpoint> Read()
    {
        lock (_lock)
        {
            return _set ??= Load();
        }
    }

    private ImmutableDictionary<string, PrometheusEndpoint> Load()
    {
        if (!File.Exists(_file))
        {
            return ImmutableDictionary<string, PrometheusEndpoint>.Empty.WithComparers(StringComparer.Ordinal);
        }

        try
        {
            var stored = JsonSerializer.Deserialize<StoredEndpoint[]>(Protector().Unprotect(File.ReadAllText(_file))) ?? [];
            return stored.ToImmutableDictionary(one => one.Cluster, one => one.Endpoint(), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is CryptographicException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"The addresses of Prometheus in {_file} cannot be read ({error.Message}). Bring back the keys it was written with, or delete the file and set them again.", null, null, error);
        }
    }

    private void Write(ImmutableDictionary<string, PrometheusEndpoint> endpoints)
    {
        var text = Protector().Protect(JsonSerializer.Serialize(endpoints.Values.Select(StoredEndpoint.Of)));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whole or not at all: a process that ends meanwhile leaves the old file.
        using (var writer = new StreamWriter(_file + ".new", options))
        {
            writer.Write(text);
        }

        File.Move(_file + ".new", _file, overwrite: true);
        _set = endpoints;
    }

    private IDataProtector Protector() => _protection().CreateProtector("MeshLab.Measurements.Prometheus");

    /// <summary>An endpoint as it is in the file.</summary>
    private sealed record StoredEndpoint(string Cluster, string Url, string Service, string Selector, string User, string BearerToken, string Password, string CaPem)
    {
        public static StoredEndpoint Of(PrometheusEndpoint one) => new(one.Cluster, one.Url, one.Service, one.Selector, one.User, one.BearerToken, one.Password, one.CaPem);

        public PrometheusEndpoint Endpoint() =>
            new() { Cluster = Cluster, Url = Url, Service = Service, Selector = Selector, User = User, BearerToken = BearerToken, Password = Password, CaPem = CaPem };
    }
}
