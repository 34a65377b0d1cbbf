namespace MeshLab.Core.Measurements.Classification;

/// <summary>What a container is.</summary>
/// <param name="Class">What it is to the mesh.</param>
/// <param name="Mesh">The mesh it is a part of: <c>istio</c>, <c>linkerd</c>, <c>cilium</c>; <c>none</c> for everything that would be there without a mesh.</param>
public sealed record ContainerClass(WorkloadClass Class, string Mesh)
{
    /// <summary>What its pod reserves for it; null when the pod is not known.</summary>
    public ContainerRequests? Requests { get; init; }

    /// <summary>The mesh of what belongs to none.</summary>
    public const string NoMesh = "none";

    internal static ContainerClass Outside(WorkloadClass @class) => new(@class, NoMesh);
}
