namespace MeshLab.Core.Roadmap;

/// <summary>A roadmap that people can switch to.</summary>
/// <param name="Name">Its name in addresses: <see cref="RoadmapImports.Shipped"/>, or the slug of an imported file's name.</param>
/// <param name="Title">For people: the first heading of its first file, or its file's name.</param>
/// <param name="Imported">Whether it was imported.</param>
/// <param name="Tasks">How many tasks it has.</param>
public sealed record RoadmapInfo(string Name, string Title, bool Imported, int Tasks);

/// <summary>A roadmap was imported.</summary>
/// <param name="Roadmap">The roadmap.</param>
/// <param name="Replaced">Whether one of that name was there before.</param>
/// <param name="Remarks">What a person should know about the file, with lines; it was imported all the same.</param>
public sealed record RoadmapImported(RoadmapInfo Roadmap, bool Replaced, IReadOnlyList<RoadmapProblem> Remarks);

/// <summary>A file cannot be imported.</summary>
/// <param name="problem">What is wrong, on which line, and what would be right.</param>
public sealed class RoadmapImportException(RoadmapProblem problem) : Exception(problem.ToString())
{
    /// <summary>What is wrong.</summary>
    public RoadmapProblem Problem { get; } = problem;
}
