namespace MeshLab.Core.Decisions;

/// <summary>
/// How far an option is from what is asked for. Musts weigh more than all wishes together, so that many small merits never outweigh a missing
/// must (<c>docs/adrs/0002-mesh-selection-criteria.md</c>); what is left is the number of things to learn and to run.
/// </summary>
internal static class MeshDistance
{
    private const int Must = 1000;
    private const int Wish = 50;

    /// <summary>The distance; 0 is a perfect fit. Only the order of distances means anything.</summary>
    public static int Of(MeshOption option, MeshRequirements asked) => Musts(option, asked) * Must + Wishes(option, asked) * Wish + Effort(option, asked);

    private static int Musts(MeshOption option, MeshRequirements asked) => option switch
    {
        MeshOption.NoMesh => (asked.MtlsRequired ? 1 : 0) + (asked.ComplexL7 ? 1 : 0),
        MeshOption.Linkerd => asked.ComplexL7 ? 1 : 0,
        MeshOption.Cilium => (asked.ComplexL7 ? 1 : 0) + (asked.CiliumIsCni ? 0 : 1),
        _ => 0,
    };

    private static int Wishes(MeshOption option, MeshRequirements asked) =>
        (asked.SidecarsOut && option is MeshOption.IstioSidecar or MeshOption.Linkerd ? 1 : 0)
        + (asked.Team != TeamCapacity.Dedicated && option is MeshOption.IstioSidecar or MeshOption.IstioAmbient ? 1 : 0)
        + (asked.NeedsNothing && option != MeshOption.NoMesh ? 1 : 0)
        + (asked.Clusters != ClusterCount.One && option == MeshOption.NoMesh ? asked.CiliumIsCni ? 2 : 1 : 0);

    private static int Effort(MeshOption option, MeshRequirements asked) => option switch
    {
        MeshOption.NoMesh => 0,
        MeshOption.Cilium when asked.CiliumIsCni => 1,
        MeshOption.Linkerd => 2,
        MeshOption.IstioSidecar => asked.SidecarsOut ? 5 : 3,
        MeshOption.IstioAmbient => 4,
        _ => 6,
    };
}
