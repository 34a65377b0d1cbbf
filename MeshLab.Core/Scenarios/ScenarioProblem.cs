namespace MeshLab.Core.Scenarios;

/// <summary>One thing that is wrong in a scenario's folder.</summary>
/// <param name="File">The file, relative to the scenarios' folder.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ScenarioProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as compilers write it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
