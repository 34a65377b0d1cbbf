namespace MeshLab.Web.Hosting.Access;

/// <summary>Where MeshLab can be reached from.</summary>
internal sealed class ListeningScope(IConfiguration configuration)
{
    /// <summary>Whether every address that it listens on stays on this machine.</summary>
    public bool LoopbackOnly { get; } = LoopbackAddresses.FindPublic(configuration) is null;
}
