namespace MeshLab.Core.Exports;

/// <summary>What a scenario can be exported as.</summary>
public enum ExportFormat
{
    /// <summary>A folder that <c>kubectl apply -k</c> and <c>kustomize build --enable-helm</c> take.</summary>
    Kustomize,

    /// <summary>Applications for one cluster and an ApplicationSet for many, with the files they refer to.</summary>
    ArgoCd,

    /// <summary>Folders with a <c>fleet.yaml</c> each, and the GitRepo that targets them at clusters.</summary>
    Fleet,
}
