using MeshLab.Core.Clusters;

namespace MeshLab.Tests.Contract;

/// <summary>A cluster the contract of <see cref="ClusterClient"/> is checked on.</summary>
public interface IClusterUnderTest
{
    /// <summary>A client; the test is skipped, and says why, when there is no such cluster here.</summary>
    ClusterClient Client { get; }

    /// <summary>An image with a shell, for logs and exec.</summary>
    string ShellImage { get; }

    /// <summary>Whether the cluster is simulated: it has controllers, and its containers' logs tell of no commands.</summary>
    bool IsSimulated { get; }
}
