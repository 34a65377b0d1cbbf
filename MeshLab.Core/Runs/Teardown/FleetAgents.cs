using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>
/// Fleet's agent in a cluster that was registered by its kubeconfig. Fleet puts it there and leaves it when the cluster is taken off; in a namespace
/// that MeshLab made for it, nobody would miss it.
/// </summary>
internal static class FleetAgents
{
    private const string Namespace = "cattle-fleet-system";
    private const string Agent = "fleet-agent";
    private const string ReleasePrefix = "sh.helm.release.v1.";

    /// <summary>Whether the object is the agent's: itself, its configuration, or the release it keeps of itself.</summary>
    public static bool Made(JsonNode metadata)
    {
        var name = metadata["name"]?.GetValue<string>() ?? "";
        return metadata["namespace"]?.GetValue<string>() == Namespace
            && (IsAgents(name) || (name.StartsWith(ReleasePrefix, StringComparison.Ordinal) && IsAgents(name[ReleasePrefix.Length..])));
    }

    private static bool IsAgents(string name) => name == Agent || name.StartsWith(Agent + "-", StringComparison.Ordinal);
}
