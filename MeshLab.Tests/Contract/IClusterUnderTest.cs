using MeshLab.Core.Clusters;

namespace MeshLab.Tests.Contract;

/// <summary>A cluster the contract of <see cref="ClusterClient"/> is checked on.</summary>
public interface IClusterUnderTest
{
    /// <summary>A client; the test is skipped, and says why, when there is no such cluster here.</summary>
    ClusterClient Client { get; }

    /// <summary>An image with a shell whose pod keeps running, for logs and exec.</summary>
    string ShellImage { get; }

    /// <summary>Whether the cluster is simulated, so that pods need not run to be talked to.</summary>
    bool IsSimulated { get; }
}
