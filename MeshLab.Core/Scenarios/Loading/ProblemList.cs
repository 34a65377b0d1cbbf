using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Collects the problems of one scenario.</summary>
internal sealed class ProblemList
{
    /// <summary>More than anybody reads; a file of nonsense must not fill the memory with sentences about it.</summary>
    private const int Most = 500;

    private readonly HashSet<ScenarioProblem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>The problems by file and place.</summary>
    public IReadOnlyList<ScenarioProblem> ToList() =>
    [
        .. _problems
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column),
    ];

    public void Add(YamlDocument document, string pointer, string message)
    {
        var (line, column) = document.Locate(pointer);
        Add(document.File, line, column, message);
    }

    public void Add(string file, int line, int column, string message)
    {
        if (_problems.Count < Most)
        {
            _problems.Add(new(file, line, column, message));
        }
    }

    public void Add(ManifestException error)
    {
        foreach (var problem in error.Problems)
        {
            Add(problem.File, problem.Line, problem.Column, problem.Message);
        }
    }
}
