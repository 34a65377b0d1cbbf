namespace MeshLab.Core.Measurements.Sources;

/// <summary>What a usage figure is about.</summary>
public enum UsageScope
{
    /// <summary>One container of a pod.</summary>
    Container,

    /// <summary>A whole node, the kernel and the system's daemons included. Never added to containers: it contains them.</summary>
    Node,
}

/// <summary>The container or node a usage figure belongs to.</summary>
/// <param name="Scope">Container or node.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Namespace">The pod's namespace; empty for a node.</param>
/// <param name="Pod">The pod's name; empty for a node.</param>
/// <param name="PodUid">The pod's uid, <c>namespace/pod</c> where the source gives none; empty for a node.</param>
/// <param name="Container">The container's name; empty for a node.</param>
public sealed record UsageSubject(UsageScope Scope, string Node, string Namespace, string Pod, string PodUid, string Container)
{
    /// <summary>The subject that stands for a whole node.</summary>
    public static UsageSubject OfNode(string node) => new(UsageScope.Node, node, "", "", "", "");
}
