namespace MeshLab.Core.Roadmap;

/// <summary>One Markdown file as parsed; ids are assigned afterwards over all files.</summary>
internal sealed class ParsedFile(string name, RoadmapText source)
{
    /// <summary>The file's name in the roadmap's folder.</summary>
    internal string Name { get; } = name;

    internal RoadmapText Source { get; } = source;

    /// <summary>The name of the imported roadmap it is; empty for the shipped one.</summary>
    internal string Roadmap { get; init; } = "";

    /// <summary>What the ids of its sections and tasks begin with.</summary>
    internal string Prefix => Roadmap.Length == 0 ? "" : Roadmap + ":";

    internal List<ParsedSection> Sections { get; } = [];

    internal List<RoadmapProblem> Problems { get; } = [];
}

/// <summary>A heading with the tasks under it.</summary>
internal sealed class ParsedSection(string? number, string title, string? idOverride, int line)
{
    internal string Id { get; set; } = "";

    /// <summary>The heading's leading number, e.g. <c>9.1</c>.</summary>
    internal string? Number { get; } = number;

    internal string Title { get; } = title;

    internal string? IdOverride { get; } = idOverride;

    internal int Line { get; } = line;

    internal string Goal { get; set; } = "";

    internal List<string> Objectives { get; } = [];

    internal List<string> Remarks { get; } = [];

    internal List<ParsedTask> Tasks { get; } = [];
}

/// <summary>A box with its text.</summary>
internal sealed class ParsedTask(string title, string? idOverride, bool ticked, int box, int line)
{
    /// <summary>The whole id.</summary>
    internal string Id { get; set; } = "";

    /// <summary>The id's last part.</summary>
    internal string Segment { get; set; } = "";

    internal string FullSlug { get; set; } = "";

    /// <summary>Inline Markdown on one line.</summary>
    internal string Title { get; } = title;

    internal string? IdOverride { get; } = idOverride;

    /// <summary>Whether the file itself has the box ticked.</summary>
    internal bool Ticked { get; } = ticked;

    /// <summary>Where the character between the brackets stands in <see cref="RoadmapText.Text"/>.</summary>
    internal int Box { get; } = box;

    internal int Line { get; } = line;

    internal List<ParsedTask> Children { get; } = [];

    internal bool IsLeaf => Children.Count == 0;

    /// <summary>This task when it is a leaf, else all leaves below it.</summary>
    internal IEnumerable<ParsedTask> Leaves() => IsLeaf ? [this] : Children.SelectMany(child => child.Leaves());

    /// <summary>This task and all below it.</summary>
    internal IEnumerable<ParsedTask> Everything() => Children.SelectMany(child => child.Everything()).Prepend(this);
}
