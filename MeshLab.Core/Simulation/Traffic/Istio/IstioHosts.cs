namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Host names in Istio's resources.</summary>
internal static class IstioHosts
{
    /// <summary>Whether a host of a resource means a name; a name without dots is completed by the resource's namespace.</summary>
    public static bool Means(string host, string resourceNamespace, string fullName)
    {
        var full = Full(host, resourceNamespace);
        return full == "*" || string.Equals(full, fullName, StringComparison.OrdinalIgnoreCase)
            || (full.StartsWith("*.", StringComparison.Ordinal) && fullName.EndsWith(full[1..], StringComparison.OrdinalIgnoreCase));
    }

    public static string Full(string host, string resourceNamespace) =>
        host.Contains('.', StringComparison.Ordinal) || host == "*" ? host : $"{host}.{resourceNamespace}.svc.cluster.local";
}
