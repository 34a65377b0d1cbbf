namespace MeshLab.Core.Roadmap;

/// <summary>The roadmap's files as read at one moment, with ids and references. Immutable once built.</summary>
internal sealed class RoadmapSnapshot
{
    internal static readonly RoadmapSnapshot Empty = new([], []);

    private readonly Dictionary<string, ParsedTask> _tasks = new(StringComparer.Ordinal);

    internal RoadmapSnapshot(IReadOnlyList<ParsedFile> files, IReadOnlyList<RoadmapProblem> problems)
    {
        TaskIds.Assign(files);
        Files = files;
        Sections = [.. files.SelectMany(file => file.Sections)];
        Problems = [.. problems, .. files.SelectMany(file => file.Problems)];
        foreach (var task in Sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything()))
        {
            _tasks.Add(task.Id, task);
        }
    }

    internal IReadOnlyList<ParsedFile> Files { get; }

    internal IReadOnlyList<ParsedSection> Sections { get; }

    /// <summary>The sections of one roadmap; empty means the shipped one.</summary>
    internal IEnumerable<ParsedSection> SectionsOf(string roadmap) => Files.Where(file => file.Roadmap == roadmap).SelectMany(file => file.Sections);

    internal IReadOnlyList<RoadmapProblem> Problems { get; }

    /// <summary>Every task id, in no order.</summary>
    internal IReadOnlyCollection<string> TaskIdentifiers => _tasks.Keys;

    internal ParsedTask? Find(string id) => _tasks.GetValueOrDefault(id);

    /// <summary>The tasks that <paramref name="reference"/> may mean: one when it is right, none or several when it is not.</summary>
    internal IReadOnlyList<ParsedTask> Match(string reference)
    {
        var wanted = reference.Trim().Trim('/');
        if (Find(wanted) is { } exact)
        {
            return [exact];
        }

        var parts = wanted.ToLowerInvariant().Split('/');
        var sections = Narrow(Sections, parts[0], section => section.Id, section => section.Number is null ? section.Id : null);
        IReadOnlyList<ParsedTask> found = [];
        var siblings = sections.SelectMany(section => section.Tasks);
        foreach (var part in parts.Skip(1))
        {
            found = Narrow(siblings, part, task => task.Segment, task => task.FullSlug);
            siblings = found.SelectMany(task => task.Children);
        }

        return found;
    }

    /// <summary>Those that are called <paramref name="part"/>, or else those whose name or long name starts with its words; one without a long name cannot be cut short.</summary>
    private static List<T> Narrow<T>(IEnumerable<T> all, string part, Func<T, string> name, Func<T, string?> longName)
    {
        var list = all.ToList();
        var exact = list.FindAll(item => name(item).Equals(part, StringComparison.OrdinalIgnoreCase));
        return exact.Count > 0 || part.Length == 0
            ? exact
            : list.FindAll(item => longName(item) is { } full && (Slug.StartsWithWords(full, part) || Slug.StartsWithWords(name(item), part)));
    }
}
