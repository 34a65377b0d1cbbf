namespace MeshLab.Core.Simulation;

/// <summary>Where the demo clusters keep their state and listen.</summary>
/// <param name="DataDirectory">The folder of <c>demo-cluster.db</c>.</param>
/// <param name="Port">The TCP port on loopback; 0 takes a free one.</param>
public sealed record DemoClusterSettings(string DataDirectory, int Port)
{
    /// <summary>The kubeconfig file that is written at start.</summary>
    public string KubeconfigPath => Path.Combine(DataDirectory, "demo-kubeconfig.yaml");
}
