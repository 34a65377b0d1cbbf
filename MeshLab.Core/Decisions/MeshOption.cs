using System.Text.Json.Serialization;

namespace MeshLab.Core.Decisions;

/// <summary>What can be chosen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MeshOption>))]
public enum MeshOption
{
    /// <summary>No mesh.</summary>
    [JsonStringEnumMemberName("none")]
    NoMesh,

    /// <summary>Linkerd.</summary>
    [JsonStringEnumMemberName("linkerd")]
    Linkerd,

    /// <summary>Istio with a sidecar in each pod.</summary>
    [JsonStringEnumMemberName("istio-sidecar")]
    IstioSidecar,

    /// <summary>Istio in ambient mode.</summary>
    [JsonStringEnumMemberName("istio-ambient")]
    IstioAmbient,

    /// <summary>Cilium.</summary>
    [JsonStringEnumMemberName("cilium")]
    Cilium,
}

/// <summary>Names of the options.</summary>
public static class MeshOptionNames
{
    /// <summary>The name for people.</summary>
    public static string Name(this MeshOption option) => option switch
    {
        MeshOption.NoMesh => "No mesh",
        MeshOption.Linkerd => "Linkerd",
        MeshOption.IstioSidecar => "Istio with sidecars",
        MeshOption.IstioAmbient => "Istio ambient",
        MeshOption.Cilium => "Cilium",
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, "Not an option."),
    };

    /// <summary>The scenario to try it with; null when there is nothing to install.</summary>
    public static string? Scenario(this MeshOption option) => option switch
    {
        MeshOption.Linkerd => "linkerd-tutorial",
        MeshOption.IstioSidecar => "istio-tutorial",
        MeshOption.IstioAmbient => "mesh-cost-analysis",
        MeshOption.Cilium => "cilium-tutorial",
        _ => null,
    };
}
