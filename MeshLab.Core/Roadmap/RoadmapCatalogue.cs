namespace MeshLab.Core.Roadmap;

/// <summary>
/// The Markdown files of the roadmap's folder, read again when one changes. Other capabilities ask it which task a reference
/// means. A reference is a task's id (<c>9.1/install-istio</c>), or the id with any part cut short at a word as long as only one task
/// fits (<c>9.2/configure/traffic-splitting</c> for <c>9.2/configure/traffic-splitting-trafficsplit-crd</c>).
/// </summary>
public sealed class RoadmapCatalogue(ContentDirectories directories)
{
    private const long MaxFileBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private string _signature = "unread";
    private RoadmapSnapshot _snapshot = RoadmapSnapshot.Empty;

    /// <summary>Absolute path of the folder.</summary>
    public string Folder => directories.Roadmap;

    /// <summary>What a person should know about the files; empty when all is well.</summary>
    public IReadOnlyList<RoadmapProblem> Problems => Current.Problems;

    /// <summary>The names of the shipped roadmap's files, in order.</summary>
    public IReadOnlyList<string> Files => FilesOf(RoadmapImports.Shipped);

    /// <summary>Every task's id of the shipped roadmap, in the order of the files.</summary>
    public IReadOnlyList<string> TaskIdentifiers => [.. Current.SectionsOf("").SelectMany(section => section.Tasks).SelectMany(task => task.Everything()).Select(task => task.Id)];

    /// <summary>The names of a roadmap's files, in order; empty when there is no such roadmap.</summary>
    public IReadOnlyList<string> FilesOf(string roadmap) => [.. Current.Files.Where(file => file.Roadmap == KeyOf(roadmap)).Select(file => file.Name)];

    /// <summary>How files name a roadmap: the shipped one has no name there.</summary>
    internal static string KeyOf(string roadmap) => roadmap == RoadmapImports.Shipped ? "" : roadmap;

    /// <summary>The snapshot of the files as they are now.</summary>
    internal RoadmapSnapshot Current
    {
        get
        {
            Refresh();
            lock (_gate)
            {
                return _snapshot;
            }
        }
    }

    /// <summary>The id of the one task that <paramref name="reference"/> means, or null when no task or several fit.</summary>
    public string? Resolve(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Current.Match(reference) is [var task] ? task.Id : null;
    }

    /// <summary>Ids that somebody who wrote <paramref name="reference"/> may have meant, the likeliest first, at most five: those that fit when it fits several, otherwise those that share most of it.</summary>
    public IReadOnlyList<string> Suggest(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var snapshot = Current;
        var matches = snapshot.Match(reference);
        if (matches.Count > 0)
        {
            return [.. matches.Take(5).Select(task => task.Id)];
        }

        var words = Words(reference);
        var section = reference.Split('/')[0];
        return [.. snapshot.TaskIdentifiers
            .Select(id => (id, score: Words(id).Intersect(words, StringComparer.Ordinal).Count() + (id.StartsWith(section + "/", StringComparison.Ordinal) ? 1 : 0)))
            .Where(scored => scored.score > 1)
            .OrderByDescending(scored => scored.score).ThenBy(scored => scored.id.Length).ThenBy(scored => scored.id, StringComparer.Ordinal)
            .Take(5)
            .Select(scored => scored.id)];
    }

    /// <summary>Reads the files again when any of them changed; says whether it did. Costs one listing of the folder otherwise.</summary>
    public bool Refresh()
    {
        lock (_gate)
        {
            var files = List(out var problem);
            var imported = ListImported();
            var signature = string.Join('\n', files.Concat(imported).Select(file => $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}")) + problem?.Message;
            if (signature == _signature)
            {
                return false;
            }

            List<RoadmapProblem> problems = problem is null ? [] : [problem];
            _snapshot = new RoadmapSnapshot([.. files.Select(file => Read(file, "", problems)).Concat(imported.Select(file => Read(file, Path.GetFileNameWithoutExtension(file.Name), problems))).OfType<ParsedFile>()], problems);
            _signature = signature;
            return true;
        }
    }

    private List<FileInfo> List(out RoadmapProblem? problem)
    {
        problem = null;
        try
        {
            var files = new DirectoryInfo(Folder).GetFiles("*.md").OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
            if (files.Count == 0)
            {
                problem = new RoadmapProblem(Folder, 0, "The folder holds no Markdown file (*.md). Put a roadmap there, or set MeshLab:RoadmapDirectory to another folder.");
            }

            return files;
        }
        catch (DirectoryNotFoundException)
        {
            problem = new RoadmapProblem(Folder, 0, "The roadmap's folder does not exist. Create it and put a Markdown file with task lists there, or set MeshLab:RoadmapDirectory to another folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = new RoadmapProblem(Folder, 0, $"The roadmap's folder cannot be read: {error.Message}");
        }

        return [];
    }

    /// <summary>The imported files; none when there is no folder of them or it cannot be read.</summary>
    private List<FileInfo> ListImported()
    {
        try
        {
            var folder = new DirectoryInfo(RoadmapImports.Folder(directories));
            return folder.Exists ? [.. folder.GetFiles("*.md").OrderBy(file => file.Name, StringComparer.Ordinal)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static ParsedFile? Read(FileInfo file, string roadmap, List<RoadmapProblem> problems)
    {
        try
        {
            if (file.Length > MaxFileBytes)
            {
                problems.Add(new RoadmapProblem(file.Name, 0, $"The file has {file.Length / 1024 / 1024} MiB; more than {MaxFileBytes / 1024 / 1024} MiB are not read. Split it."));
                return null;
            }

            return RoadmapParser.Parse(file.Name, File.ReadAllBytes(file.FullName), roadmap);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RoadmapProblem(file.Name, 0, $"The file cannot be read: {error.Message}"));
            return null;
        }
    }

    private static HashSet<string> Words(string id) => [.. id.ToLowerInvariant().Split('/', '-')];
}
