using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Charts;

namespace MeshLab.Core.Simulation.GitOps;

/// <summary>
/// Stand-ins for folders of public Git repositories that the lab's scenarios name. Nothing is fetched: a folder that is not listed here has no
/// content on a demo cluster, and its engine says so.
/// </summary>
internal static class KnownRepositories
{
    /// <summary>What is said where a real engine would name the commit.</summary>
    public const string Commit = "simulated";

    public static string Unknown(string? repository, string? path) =>
        $"simulated: no repository is fetched, and the demo cluster has no stand-in for {path} of {repository}; it knows the folder kustomize of https://github.com/stefanprodan/podinfo";

    /// <summary>The objects of a folder; null when there is no stand-in.</summary>
    public static IReadOnlyList<JsonObject>? Find(DemoCluster cluster, string? repository, string? path)
    {
        var address = repository?.TrimEnd('/');
        if (address is null || (path ?? ".").Trim('/', '.') != "kustomize" || !(address.EndsWith(".git", StringComparison.Ordinal) ? address[..^4] : address).EndsWith("github.com/stefanprodan/podinfo", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var contents = new ChartContents(cluster, new ChartRequest("podinfo", "default", "podinfo", null, null, []));
        PodinfoCharts.Folder(contents);
        return contents.Objects;
    }
}
