namespace MeshLab.Core;

/// <summary>A Prometheus, Thanos or Mimir that knows a cluster: one entry of <c>MeshLab:Prometheus</c>.</summary>
public sealed class PrometheusEndpoint
{
    /// <summary>The target cluster whose containers it knows.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>Its address up to <c>/api/v1</c>, e.g. <c>https://thanos.example.org</c> or <c>https://mimir.example.org/prometheus</c>. Empty: through the API server, by <see cref="Service"/>.</summary>
    public string Url { get; set; } = "";

    /// <summary>A Service of the cluster, <c>namespace/name:port</c>, that is reached through the API server's proxy when there is no <see cref="Url"/>. Needs the right to <c>get</c> <c>services/proxy</c>.</summary>
    public string Service { get; set; } = "";

    /// <summary>A file with a bearer token; it is read again for every question, because tokens are renewed.</summary>
    public string BearerTokenFile { get; set; } = "";

    /// <summary>A user for basic authentication.</summary>
    public string User { get; set; } = "";

    /// <summary>A file with the user's password.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>A file with the certificates (PEM) to trust instead of the system's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Headers to send, e.g. <c>X-Scope-OrgID</c> for the tenant of a Mimir.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A bearer token that was typed in; settings name a file.</summary>
    internal string BearerToken { get; init; } = "";

    /// <summary>The user's password that was typed in; settings name a file.</summary>
    internal string Password { get; init; } = "";

    /// <summary>Certificates (PEM) that were typed in; settings name a file.</summary>
    internal string CaPem { get; init; } = "";

    /// <summary>A label matcher that picks the cluster out of a Prometheus that knows several, e.g. <c>cluster="lab"</c>.</summary>
    public string Selector { get; set; } = "";
}
