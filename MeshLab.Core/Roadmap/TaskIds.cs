using System.Globalization;

namespace MeshLab.Core.Roadmap;

/// <summary>
/// Gives sections and tasks their ids. A task's id is its parent's id and one more part. That part is the slug of its text
/// without explanations in parentheses; where that would not tell siblings apart, all of them take the slug of their whole text, so
/// that the order of neighbours never matters. Only literally equal siblings are numbered (<c>-2</c>). A comment
/// <c>&lt;!-- id: … --&gt;</c> sets the last part, or the whole id when it holds a slash. Ids of an imported roadmap begin with its name and a colon, which
/// no other id holds.
/// </summary>
internal sealed class TaskIds
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    internal static void Assign(IReadOnlyList<ParsedFile> files)
    {
        AssignSections(files);
        new TaskIds().AssignTasks(files);
    }

    private static void AssignSections(IReadOnlyList<ParsedFile> files)
    {
        var ids = new TaskIds();
        foreach (var (file, section) in files.SelectMany(file => file.Sections.Select(section => (file, section))))
        {
            var wanted = file.Prefix + (section.IdOverride is { } id ? Clean(id).Replace('/', '-') : section.Number ?? Slug.Full(TaskTitle.Plain(section.Title)));
            section.Id = ids.Free(wanted);
            if (section.Id != wanted && (section.Number is not null || section.IdOverride is not null))
            {
                file.Problems.Add(new RoadmapProblem(file.Name, section.Line, $"Another section is '{wanted}' already, so this one is '{section.Id}'. Give each section a number of its own."));
            }
        }
    }

    private void AssignTasks(IReadOnlyList<ParsedFile> files)
    {
        foreach (var file in files)
        {
            foreach (var task in file.Sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything()).Where(HasWholeId))
            {
                Claim(task, file.Prefix + Clean(task.IdOverride!), file);
            }
        }

        foreach (var file in files)
        {
            foreach (var section in file.Sections)
            {
                AssignSiblings(section.Tasks, section.Id, file);
            }
        }
    }

    private void AssignSiblings(List<ParsedTask> siblings, string parent, ParsedFile file)
    {
        foreach (var task in siblings)
        {
            task.FullSlug = Slug.Full(TaskTitle.Plain(task.Title));
            if (task.IdOverride is { } id && !HasWholeId(task))
            {
                Claim(task, $"{parent}/{Clean(id)}", file);
            }
        }

        var open = siblings.FindAll(task => task.Id.Length == 0);
        var slugs = open.GroupBy(task => Slug.Short(TaskTitle.Plain(task.Title)), StringComparer.Ordinal)
            .SelectMany(group => group.Select(task => (task, Part: group.Skip(1).Any() ? task.FullSlug : group.Key)))
            .ToDictionary(pair => pair.task, pair => pair.Part);

        // The first of each part goes before any number is given, so that "Test" twice cannot take the id of "Test 2".
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in open.Where(task => seen.Add(slugs[task])).ToList().Concat(open))
        {
            if (task.Id.Length == 0)
            {
                task.Id = Free($"{parent}/{slugs[task]}");
            }
        }

        foreach (var task in siblings)
        {
            task.Segment = task.Id[(task.Id.LastIndexOf('/') + 1)..];
            AssignSiblings(task.Children, task.Id, file);
        }
    }

    private void Claim(ParsedTask task, string wanted, ParsedFile file)
    {
        task.Id = Free(wanted);
        if (task.Id != wanted)
        {
            file.Problems.Add(new RoadmapProblem(file.Name, task.Line, $"Another task has the id '{wanted}' already, so this one is '{task.Id}'. Change its id comment."));
        }
    }

    private string Free(string wanted)
    {
        var id = wanted;
        while (!_taken.Add(id))
        {
            var number = _numbers[wanted] = _numbers.GetValueOrDefault(wanted, 1) + 1;
            id = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
        }

        return id;
    }

    private static bool HasWholeId(ParsedTask task) => task.IdOverride?.Trim('/').Contains('/', StringComparison.Ordinal) == true;

    private static string Clean(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part =>
            part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? part : Slug.Full(part));
        return string.Join('/', parts) is { Length: > 0 } clean ? clean : "task";
    }
}
