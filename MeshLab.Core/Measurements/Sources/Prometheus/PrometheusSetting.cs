namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>A cluster's Prometheus as it may be shown: without its credentials.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Url">Its address; empty when it is reached by <paramref name="Service"/>.</param>
/// <param name="Service">Its Service on the cluster, <c>namespace/name:port</c>; empty when it is reached by <paramref name="Url"/>.</param>
/// <param name="Selector">The label matcher that picks the cluster; empty for none.</param>
/// <param name="User">The user for basic authentication; empty for none.</param>
/// <param name="Credentials"><c>none</c>, <c>bearer</c> or <c>basic</c>.</param>
/// <param name="OwnAuthority">Whether certificates of its own are trusted.</param>
/// <param name="FromSettings">Whether it is of <c>MeshLab:Prometheus</c>, and so changed there.</param>
public sealed record PrometheusSetting(string Cluster, string Url, string Service, string Selector, string User, string Credentials, bool OwnAuthority, bool FromSettings);

/// <summary>A Prometheus to set or to test. Secrets that are null stay as they are, as long as the address does; empty ones are removed.</summary>
/// <param name="Cluster">The cluster it knows.</param>
/// <param name="Url">Its address up to <c>/api/v1</c>, or empty.</param>
/// <param name="Service">A Service of the cluster as <c>namespace/name:port</c>, or empty.</param>
/// <param name="Selector">A label matcher, e.g. <c>cluster="lab"</c>, or empty.</param>
/// <param name="User">A user for basic authentication, or empty.</param>
/// <param name="Password">The user's password.</param>
/// <param name="BearerToken">A bearer token.</param>
/// <param name="CaPem">Certificates (PEM) to trust instead of the system's.</param>
public sealed record PrometheusInput(
    string Cluster, string Url = "", string Service = "", string Selector = "", string User = "", string? Password = null, string? BearerToken = null, string? CaPem = null)
{
    /// <summary>All but the secrets.</summary>
    public override string ToString() => $"{Cluster}: {Url}{Service}";
}

/// <summary>What a test of a Prometheus found.</summary>
/// <param name="Ok">Whether MeshLab can read containers' usage from it.</param>
/// <param name="Message">What was found, or what is missing and what to do.</param>
/// <param name="Containers">Containers whose CPU it knows.</param>
/// <param name="Nodes">Nodes they run on.</param>
/// <param name="Meshes">Meshes whose latency histograms it has.</param>
public sealed record PrometheusFindings(bool Ok, string Message, int Containers, int Nodes, IReadOnlyList<string> Meshes);
