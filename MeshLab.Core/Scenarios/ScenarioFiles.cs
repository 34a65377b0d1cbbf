namespace MeshLab.Core.Scenarios;

/// <summary>
/// Finds the files a scenario names. A path is relative to the scenario's folder, or starts with <c>shared/</c> and is relative to the
/// folder <c>shared</c> beside it; it leaves neither, not through <c>..</c> and not through a symbolic link.
/// </summary>
public static class ScenarioFiles
{
    /// <summary>The folder beside the scenarios with what several of them use.</summary>
    public const string SharedFolder = "shared";

    private static readonly string[] ManifestEndings = [".yaml", ".yml", ".json"];

    /// <summary>Whether the path is the address of an upstream manifest rather than a file.</summary>
    public static bool IsRemote(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Contains("://", StringComparison.Ordinal);
    }

    /// <summary>The absolute path of a file or a folder that a scenario names.</summary>
    /// <param name="directory">The scenario's folder (<see cref="Scenario.Directory"/>).</param>
    /// <param name="path">As the scenario writes it, with forward slashes.</param>
    /// <exception cref="ScenarioFileException">The path is malformed, leaves the folder, or nothing is there.</exception>
    public static string Resolve(string directory, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = Segments(path);
        var shared = segments[0] == SharedFolder;
        var root = shared ? Path.Combine(Parent(directory), SharedFolder) : directory;
        var full = Path.GetFullPath(Path.Combine([root, .. shared ? segments[1..] : segments]));
        if (!Path.Exists(full))
        {
            throw new ScenarioFileException($"{path} is not there");
        }

        var real = RealPath.Of(full);
        var realRoot = RealPath.Of(root);
        return real == realRoot || real.StartsWith(realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new ScenarioFileException($"{path} is a link that leads out of the scenario's folder");
    }

    /// <summary>The files of a path: itself, or of a folder the manifests directly in it, by name (as <c>kubectl apply -f folder</c> takes them).</summary>
    /// <exception cref="ScenarioFileException">As <see cref="Resolve"/>, or the folder holds no manifest.</exception>
    public static IReadOnlyList<ScenarioFile> Expand(string directory, string path)
    {
        var full = Resolve(directory, path);
        if (File.Exists(full))
        {
            return [Describe(directory, path, full)];
        }

        var files = new DirectoryInfo(full).EnumerateFiles()
            .Where(file => ManifestEndings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(file => file.Name)
            .Order(StringComparer.Ordinal)
            .Select(name => $"{path.TrimEnd('/')}/{name}")
            .Select(inner => Describe(directory, inner, Resolve(directory, inner)))
            .ToList();
        return files.Count > 0 ? files : throw new ScenarioFileException($"{path} holds no file that ends in {string.Join(", ", ManifestEndings)}");
    }

    private static ScenarioFile Describe(string directory, string path, string full) =>
        new(path, Path.GetRelativePath(Parent(directory), full).Replace(Path.DirectorySeparatorChar, '/'), full);

    private static string[] Segments(string path)
    {
        if (path.Contains("{{", StringComparison.Ordinal))
        {
            throw new ScenarioFileException($"{path}: a file's path cannot hold a template; use two steps with \"when\"");
        }

        if (path.StartsWith('/') || path.Contains('\\') || path.Contains(':') || path.Any(char.IsControl))
        {
            throw new ScenarioFileException($"{path} must be a path relative to the scenario's folder, with forward slashes");
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        if (segments.Contains(".."))
        {
            throw new ScenarioFileException($"{path} leaves the scenario's folder; what several scenarios use lies in {SharedFolder}/");
        }

        return segments.Length > 0 ? segments : throw new ScenarioFileException("the path is empty");
    }

    private static string Parent(string directory) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) ?? directory;
}
