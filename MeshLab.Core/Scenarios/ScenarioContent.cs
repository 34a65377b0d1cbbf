using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Core.Scenarios;

/// <summary>The texts of a scenario's files, for people to read.</summary>
public sealed class ScenarioContent(ScenarioCatalogue catalogue)
{
    private const long MaxBytes = 2 * 1024 * 1024;

    private static readonly EnumerationOptions Walk = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden, MaxRecursionDepth = 8 };

    /// <summary>The README's Markdown; null when there is no such scenario, or no README.</summary>
    public async Task<string?> GetReadmeAsync(string scenario, CancellationToken cancellationToken) =>
        await GetTextAsync(scenario, "README.md", cancellationToken);

    /// <summary>The YAML files of a scenario: <c>scenario.yaml</c>, then those of its folder by path, then the shared ones its steps apply.</summary>
    public IReadOnlyList<ScenarioFile> GetFiles(string scenario)
    {
        if (catalogue.Find(scenario) is not { } found || !Directory.Exists(found.Directory))
        {
            return [];
        }

        var own = Directory.EnumerateFiles(found.Directory, "*", Walk)
            .Where(path => Path.GetExtension(path) is ".yaml" or ".yml" or ".json")
            .Select(path => Path.GetRelativePath(found.Directory, path).Replace(Path.DirectorySeparatorChar, '/'))
            .OrderBy(path => path != ScenarioLoader.FileName)
            .ThenBy(path => path, StringComparer.Ordinal)
            .SelectMany(path => Expand(found, path));
        var shared = found.Steps.Select(step => step.Action).OfType<ApplyAction>()
            .SelectMany(apply => apply.Files)
            .Where(path => path.StartsWith(ScenarioFiles.SharedFolder + "/", StringComparison.Ordinal))
            .SelectMany(path => Expand(found, path));
        return [.. own.Concat(shared).DistinctBy(file => file.FullPath)];
    }

    /// <summary>The text of one file; null when the scenario has none of that path, or it cannot be shown.</summary>
    public async Task<string?> GetTextAsync(string scenario, string path, CancellationToken cancellationToken)
    {
        if (catalogue.Find(scenario) is not { } found)
        {
            return null;
        }

        try
        {
            var full = ScenarioFiles.Resolve(found.Directory, path);
            return new FileInfo(full) is { Exists: true, Length: <= MaxBytes } ? await File.ReadAllTextAsync(full, cancellationToken) : null;
        }
        catch (Exception error) when (error is ScenarioFileException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IReadOnlyList<ScenarioFile> Expand(Scenario scenario, string path)
    {
        try
        {
            return ScenarioFiles.Expand(scenario.Directory, path);
        }
        catch (Exception error) when (error is ScenarioFileException or IOException or UnauthorizedAccessException)
        {
            // The file went away after the scenario was read; the next reading reports it.
            return [];
        }
    }
}
