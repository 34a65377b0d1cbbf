using MeshLab.Core.Clusters;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Clusters;

/// <summary>How to reach the demo clusters from a terminal.</summary>
public sealed partial class DemoClusterUsage : ComponentBase
{
    /// <summary>One of the demo clusters.</summary>
    [Parameter, EditorRequired]
    public required TargetCluster Cluster { get; set; }

    /// <summary>In one line, so that nothing stays set in the terminal.</summary>
    private string Command => OperatingSystem.IsWindows()
        ? $"$env:KUBECONFIG = \"{Cluster.KubeconfigPath}\"; kubectl get pods -A"
        : $"KUBECONFIG={Quote(Cluster.KubeconfigPath!)} kubectl get pods -A";

    private static string Quote(string path) =>
        path.All(one => char.IsAsciiLetterOrDigit(one) || one is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
