namespace MeshLab.Core.Roadmap;

/// <summary>A roadmap file with its boxes set.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Content">Its bytes: the file's own but for the boxes.</param>
public sealed record ExportedFile(string File, byte[] Content);

/// <summary>Writes states into the boxes of a file and changes nothing else.</summary>
internal static class RoadmapExport
{
    internal static ExportedFile Write(ParsedFile file, IReadOnlyDictionary<string, RoadmapStateRow> states)
    {
        var text = file.Source.Text.ToCharArray();
        foreach (var task in file.Sections.SelectMany(section => section.Tasks))
        {
            Write(task, states, text);
        }

        return new ExportedFile(file.Name, file.Source.Encode(new string(text)));
    }

    /// <summary>Sets the boxes of a task and those below; says whether it is done and whether a stored state had a part in that.</summary>
    private static (bool Done, bool Stored) Write(ParsedTask task, IReadOnlyDictionary<string, RoadmapStateRow> states, char[] text)
    {
        var row = states.GetValueOrDefault(task.Id);
        var (done, stored) = (StateReader.IsDone(task, row), StateReader.IsStored(task, row));
        if (!task.IsLeaf)
        {
            var children = task.Children.ConvertAll(child => Write(child, states, text));
            (done, stored) = (children.TrueForAll(child => child.Done), children.Exists(child => child.Stored));
        }

        // A box that already says so keeps its own mark (x, X, a tab), and so does a parent whose children nobody touched.
        if (stored && done != task.Ticked)
        {
            text[task.Box] = done ? 'x' : ' ';
        }

        return (done, stored);
    }
}
