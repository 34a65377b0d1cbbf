namespace MeshLab.Core.Scenarios;

/// <summary>The words that <c>scenario.yaml</c>, the API and the pages use.</summary>
public static class ScenarioWords
{
    /// <summary>E.g. <c>istio-ambient</c>.</summary>
    public static string Of(Mesh mesh) => mesh switch
    {
        Mesh.Istio => "istio",
        Mesh.IstioAmbient => "istio-ambient",
        Mesh.Linkerd => "linkerd",
        Mesh.Cilium => "cilium",
        _ => "none",
    };

    /// <summary>E.g. <c>Istio ambient</c>.</summary>
    public static string TitleOf(Mesh mesh) => mesh switch
    {
        Mesh.Istio => "Istio",
        Mesh.IstioAmbient => "Istio ambient",
        Mesh.Linkerd => "Linkerd",
        Mesh.Cilium => "Cilium",
        _ => "No mesh",
    };

    /// <summary>E.g. <c>secret</c>.</summary>
    public static string Of(ParameterType type) => type switch
    {
        ParameterType.Integer => "integer",
        ParameterType.Boolean => "boolean",
        ParameterType.Secret => "secret",
        _ => "string",
    };
}
