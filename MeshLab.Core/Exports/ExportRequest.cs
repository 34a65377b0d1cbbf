namespace MeshLab.Core.Exports;

/// <summary>What to export.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Format">As what.</param>
/// <param name="Parameters">Values by name; those left out take their default. Secrets are refused: they would lie in a file.</param>
/// <param name="Git">The repository the files are going to be pushed to; what Argo CD and Fleet are told to read.</param>
public sealed record ExportRequest(string Scenario, ExportFormat Format, IReadOnlyDictionary<string, string> Parameters, GitSource Git);

/// <summary>Where exported files will lie.</summary>
/// <param name="Repository">The repository's address.</param>
/// <param name="Revision">The branch or tag.</param>
/// <param name="Path">The folder in it; empty for its root.</param>
public sealed record GitSource(string Repository, string Revision, string Path)
{
    /// <summary>A place to be replaced by whoever pushes the files.</summary>
    public static GitSource Placeholder { get; } = new("https://git.example.org/platform/mesh.git", "main", "");

    /// <summary>A path in the repository.</summary>
    internal string At(string path) => Path.Trim('/') is { Length: > 0 } folder ? $"{folder}/{path}" : path;
}

/// <summary>An export that cannot be made, with everything that is in the way.</summary>
/// <param name="problems">One sentence each.</param>
public sealed class ExportRefusedException(IReadOnlyList<string> problems) : Exception(string.Join(' ', problems))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
