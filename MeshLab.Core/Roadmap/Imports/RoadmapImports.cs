using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Changes;

namespace MeshLab.Core.Roadmap;

/// <summary>
/// Further roadmaps beside the shipped one: Markdown files in the folder <c>roadmaps</c> of the data directory. Their tasks' ids begin with the
/// roadmap's name and a colon, so that states are kept apart. An import that replaces a file keeps the one before, and either can be undone.
/// </summary>
public sealed class RoadmapImports : IDisposable
{
    /// <summary>The name of the roadmap that is read from the roadmap's folder.</summary>
    public const string Shipped = "shipped";

    /// <summary>The largest file, in bytes.</summary>
    public const int MaxFileBytes = 2 * 1024 * 1024;

    private const string Extension = ".md";

    private readonly ContentDirectories _directories;
    private readonly RoadmapCatalogue _catalogue;
    private readonly ChangeFeed _changes;
    private readonly AuditTrail _audit;
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal RoadmapImports(ContentDirectories directories, RoadmapCatalogue catalogue, ChangeFeed changes, AuditTrail audit)
    {
        _directories = directories;
        _catalogue = catalogue;
        _changes = changes;
        _audit = audit;
    }

    /// <summary>The shipped roadmap, then the imported ones by name.</summary>
    public IReadOnlyList<RoadmapInfo> List() => [.. _catalogue.Current.Files.GroupBy(file => file.Roadmap).OrderBy(group => group.Key.Length > 0).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => Info(group.Key, [.. group]))];

    /// <summary>Takes a file in, or replaces the imported roadmap of the same name.</summary>
    /// <exception cref="RoadmapImportException">The file is too large, no Markdown, no UTF-8, without tasks, or named as a shipped one.</exception>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public async Task<RoadmapImported> ImportAsync(string fileName, byte[] content, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(content);
        var name = NameOf(Path.GetFileName(fileName));
        var parsed = Check(Path.GetFileName(fileName), content);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(Folder(_directories));
            var (file, fresh, before) = (PathOf(name), PathOf(name) + ".new", PathOf(name) + ".before");
            await File.WriteAllBytesAsync(fresh, content, cancellationToken);
            var replaced = File.Exists(file);
            if (replaced)
            {
                File.Copy(file, before, overwrite: true);
            }
            else
            {
                File.Delete(before);
            }

            File.Move(fresh, file, overwrite: true);
            Tell();
            await _audit.RecordAsync(AuditDeeds.RoadmapImported, $"roadmap {name}", null, replaced ? "replaced the one before" : null, cancellationToken);
            return new(List().Single(one => one.Name == name), replaced, parsed.Problems);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes the last import of a name back: the file before it returns, or the roadmap goes. States of its tasks stay and count again when it is imported again.</summary>
    /// <returns>False when there is no imported roadmap of that name.</returns>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public async Task<bool> UndoAsync(string name, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_catalogue.Current.Files.All(file => file.Roadmap != name) || name.Length == 0)
            {
                return false;
            }

            var (file, before) = (PathOf(name), PathOf(name) + ".before");
            if (File.Exists(before))
            {
                File.Move(before, file, overwrite: true);
            }
            else
            {
                File.Delete(file);
            }

            Tell();
            await _audit.RecordAsync(AuditDeeds.RoadmapImportUndone, $"roadmap {name}", null, null, cancellationToken);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    internal static string Folder(ContentDirectories directories) => Path.Combine(directories.Data, "roadmaps");

    private string PathOf(string name) => Path.Combine(Folder(_directories), name + Extension);

    private string NameOf(string file)
    {
        if (!file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase))
        {
            throw new RoadmapImportException(new(file, 0, "This is no Markdown file. Give one whose name ends in .md."));
        }

        var name = Slug.Full(Path.GetFileNameWithoutExtension(file));
        if (name == Shipped || _catalogue.Current.Files.Any(one => one.Roadmap.Length == 0 && Slug.Full(Path.GetFileNameWithoutExtension(one.Name)) == name))
        {
            throw new RoadmapImportException(new(file, 0, "The shipped roadmap has this name and is not overwritten. Rename the file and import it again."));
        }

        return name;
    }

    private static ParsedFile Check(string file, byte[] content)
    {
        if (content.Length > MaxFileBytes)
        {
            throw new RoadmapImportException(new(file, 0, $"The file has {content.Length / 1024.0 / 1024:0.0} MiB; at most {MaxFileBytes / 1024 / 1024} MiB are imported. Split it."));
        }

        var parsed = RoadmapParser.Parse(file, content);
        if (parsed.Source.Guessed || parsed.Source.Text.Contains('\0', StringComparison.Ordinal))
        {
            throw new RoadmapImportException(new(file, BadLine(content), "This line is no UTF-8 text. Save the file as UTF-8 and import it again."));
        }

        if (parsed.Sections.All(section => section.Tasks.Count == 0))
        {
            throw new RoadmapImportException(new(file, Math.Max(1, parsed.Sections.FirstOrDefault()?.Line ?? 1), "From this line on there is no task. Write tasks as a list with boxes (- [ ] …) under a heading."));
        }

        return parsed;
    }

    /// <summary>The first line that is no UTF-8, or has a byte that text never has.</summary>
    private static int BadLine(byte[] content)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var (line, start) = (1, 0);
        for (var index = 0; index <= content.Length; index++)
        {
            if (index < content.Length && content[index] != '\n')
            {
                continue;
            }

            try
            {
                if (strict.GetString(content, start, index - start).Contains('\0', StringComparison.Ordinal))
                {
                    return line;
                }
            }
            catch (DecoderFallbackException)
            {
                return line;
            }

            (line, start) = (line + 1, index + 1);
        }

        return 1;
    }

    private static RoadmapInfo Info(string name, IReadOnlyList<ParsedFile> files) => new(
        name.Length == 0 ? Shipped : name,
        TitleOf(files[0]),
        name.Length > 0,
        files.SelectMany(file => file.Sections).SelectMany(section => section.Tasks).Sum(task => task.Everything().Count()));

    private static string TitleOf(ParsedFile file) =>
        file.Source.Text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal)) is { } heading ? TaskTitle.Plain(heading[2..].Trim()) : Path.GetFileNameWithoutExtension(file.Name);

    private void Tell()
    {
        _catalogue.Refresh();
        _changes.Publish(new RoadmapChanged([]));
    }
}
