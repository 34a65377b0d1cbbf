namespace MeshLab.Core;

/// <summary>Settings of a MeshLab process, bound from the configuration section <c>MeshLab</c>.</summary>
public sealed class MeshLabOptions
{
    /// <summary>The configuration section's name.</summary>
    public const string SectionName = "MeshLab";

    /// <summary>Where MeshLab keeps its database, the demo cluster's state and downloaded tools. Empty: a folder <c>meshlab</c> in the user's local application data.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>A SQLite connection string. Empty: <c>meshlab.db</c> in <see cref="DataDirectory"/>.</summary>
    public string Database { get; set; } = "";

    /// <summary>The folder that holds one folder a scenario. Empty: <c>scenarios</c> beside the application or above it.</summary>
    public string ScenariosDirectory { get; set; } = "";

    /// <summary>The folder of Markdown roadmaps. Empty: <c>docs/roadmap</c>, found like <see cref="ScenariosDirectory"/>.</summary>
    public string RoadmapDirectory { get; set; } = "";

    /// <summary>The folder of Markdown documents. Empty: <c>docs</c>, found like <see cref="ScenariosDirectory"/>.</summary>
    public string DocsDirectory { get; set; } = "";

    /// <summary>Kubeconfig files, separated as in <c>KUBECONFIG</c>. Empty: <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else in-cluster.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Whether the built-in demo cluster runs.</summary>
    public bool DemoCluster { get; set; } = true;

    /// <summary>The demo cluster's TCP port on loopback; 0 takes a free one. A port in use falls back to a free one.</summary>
    public int DemoClusterPort { get; set; } = 5081;

    /// <summary>Where traces, metrics and logs go by OTLP, e.g. <c>http://127.0.0.1:4317</c>. Empty: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; where that is not set either, nothing is sent.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>How often clusters with a scenario on them are sampled.</summary>
    public TimeSpan SamplingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long raw samples are kept.</summary>
    public TimeSpan RawSampleRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long samples rolled up by the minute are kept.</summary>
    public TimeSpan MinuteRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long samples rolled up by ten minutes are kept.</summary>
    public TimeSpan TenMinuteRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long samples rolled up by the hour are kept.</summary>
    public TimeSpan HourRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Prometheus servers to read usage and latency from, one a cluster.</summary>
    public IList<PrometheusEndpoint> Prometheus { get; } = [];

    /// <summary>An OpenID Connect provider to log in with.</summary>
    public OidcOptions Oidc { get; } = new();

    /// <summary>Names under which MeshLab is asked besides loopback ones, separated by commas, e.g. <c>meshlab.example.org</c>. They count once login is required.</summary>
    public string HostNames { get; set; } = "";

    /// <summary>Networks of reverse proxies whose <c>X-Forwarded-</c> headers are believed, separated by commas, e.g. <c>10.244.0.0/16</c>.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>How many logins an address may try in a minute.</summary>
    public int LoginsPerMinute { get; set; } = 10;

    /// <summary>How many requests to the API a user or a token may send in a minute, once login is required.</summary>
    public int ApiRequestsPerMinute { get; set; } = 3_000;
}
