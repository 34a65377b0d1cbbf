namespace MeshLab.Core.Roadmap;

/// <summary>One thing about the roadmap's files that a person should know; the rest of the roadmap still works.</summary>
/// <param name="File">The file's name, or the folder's path when the folder itself is the problem.</param>
/// <param name="Line">1-based; 0 when the whole file is meant.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RoadmapProblem(string File, int Line, string Message)
{
    /// <summary><c>file:line: message</c>, as compilers write it.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}
