namespace MeshLab.Core.Clusters.Manifests;

/// <summary>One thing that is wrong in a YAML file.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ManifestProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as compilers write it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
