using System.Collections.Concurrent;

namespace MeshLab.Core.Documents;

/// <summary>
/// The Markdown documents below the documents' folder, except the roadmaps. A path is looked up in the list of files that are
/// there, never put together with the folder, so that no path can lead out of it.
/// </summary>
public sealed class DocumentCatalogue(ContentDirectories directories, MarkdownRenderer renderer)
{
    private const long LargestBytes = 2 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, StoredDocument> _read = new(StringComparer.Ordinal);

    /// <summary>The documents by group and path.</summary>
    public IReadOnlyList<DocumentEntry> List() => [.. Files().Select(file => file.Document.Entry)];

    /// <summary>The document at <paramref name="path"/>, with or without <c>.md</c>; a folder means its README. Null when there is none.</summary>
    public LabDocument? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var wanted = path.Trim('/');
        return Files().FirstOrDefault(file => DocumentPaths.Fits(file.Document.Entry.Path, wanted))?.Document;
    }

    /// <summary>Documents that hold every word of <paramref name="query"/> in title or text; those with a word in the title first.</summary>
    public IReadOnlyList<DocumentHit> Search(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0
            ? []
            :
            [
                .. Files()
                    .Where(file => Array.TrueForAll(words, word => Holds(file.Document.Entry.Title, word) || Holds(file.Text, word)))
                    .OrderByDescending(file => words.Count(word => Holds(file.Document.Entry.Title, word)))
                    .Select(file => new DocumentHit(file.Document.Entry, DocumentExcerpt.Around(file.Text, words))),
            ];
    }

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<StoredDocument> Files()
    {
        var folder = new DirectoryInfo(directories.Docs);
        if (!folder.Exists)
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        return folder.EnumerateFiles("*.md", options)
            .Where(file => file.Length <= LargestBytes)
            .Select(file => (File: file, Path: Path.GetRelativePath(folder.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(found => !found.Path.StartsWith("roadmap/", StringComparison.OrdinalIgnoreCase))
            .Select(found => Read(found.File, found.Path))
            .OrderBy(document => DocumentPaths.GroupOrder(document.Document.Entry.Path))
            .ThenBy(document => document.Document.Entry.Path, DocumentPaths.ReadmeFirst);
    }

    private StoredDocument Read(FileInfo file, string path)
    {
        var version = (file.LastWriteTimeUtc, file.Length);
        if (_read.TryGetValue(path, out var known) && known.Version == version)
        {
            return known;
        }

        var text = File.ReadAllText(file.FullName);
        var rendered = renderer.RenderDocument(text, path);
        var entry = new DocumentEntry(path, rendered.Title ?? Path.GetFileNameWithoutExtension(path), DocumentPaths.GroupOf(path));
        return _read[path] = new StoredDocument(version, DocumentExcerpt.PlainText(rendered.Html), new LabDocument(entry, rendered.Html, rendered.Headings, rendered.FrontMatter));
    }

    private sealed record StoredDocument((DateTime Written, long Length) Version, string Text, LabDocument Document);
}
