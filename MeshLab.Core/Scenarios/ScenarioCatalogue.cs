namespace MeshLab.Core.Scenarios;

/// <summary>The scenarios of the scenarios' folder, read again when a file changes.</summary>
public sealed class ScenarioCatalogue
{
    /// <summary>The valid scenarios in order of section and name.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; } = [];

    /// <summary>What is wrong with the others, every problem of every file.</summary>
    public IReadOnlyList<ScenarioProblem> Problems { get; } = [];

    /// <summary>The scenario of that name, or null.</summary>
    public Scenario? Find(string name) => Scenarios.FirstOrDefault(scenario => scenario.Name == name);
}

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
