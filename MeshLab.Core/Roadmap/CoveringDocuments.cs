using System.Text.RegularExpressions;
using Markdig.Helpers;

namespace MeshLab.Core.Roadmap;

/// <summary>A place in a document that does a task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Path">The document's path under the documents' folder, with forward slashes, e.g. <c>patterns/istio.md</c>.</param>
/// <param name="Heading">The heading above the place; the file's name when there is none.</param>
/// <param name="Anchor">The heading's anchor in the rendered page; empty for the document's title or when there is none.</param>
public sealed record CoveringDocument(string TaskId, string Path, string Heading, string Anchor);

/// <summary>
/// Finds documents that do tasks of the roadmap: those with a comment <c>&lt;!-- covers: reference, reference --&gt;</c> below a heading. Files are
/// read again when they change.
/// </summary>
public sealed partial class CoveringDocuments(ContentDirectories directories, RoadmapCatalogue catalogue)
{
    private readonly Lock _gate = new();
    private Dictionary<string, (DateTime Written, long Length, List<Claim> Claims)> _files = new(StringComparer.Ordinal);

    /// <summary>The places by task id. Comments that fit no single task are left out.</summary>
    public ILookup<string, CoveringDocument> Find()
    {
        List<Claim> claims;
        lock (_gate)
        {
            _files = List().ToDictionary(file => file.FullName, Read, StringComparer.Ordinal);
            claims = [.. _files.Values.SelectMany(file => file.Claims)];
        }

        return claims
            .Select(claim => (claim, id: catalogue.Resolve(claim.Reference)))
            .Where(pair => pair.id is not null)
            .Select(pair => new CoveringDocument(pair.id!, pair.claim.Path, pair.claim.Heading, pair.claim.Anchor))
            .OrderBy(place => place.Path, StringComparer.Ordinal)
            .ToLookup(place => place.TaskId, StringComparer.Ordinal);
    }

    private IEnumerable<FileInfo> List() =>
        Directory.Exists(directories.Docs)
            ? new DirectoryInfo(directories.Docs).EnumerateFiles("*.md", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            : [];

    private (DateTime Written, long Length, List<Claim> Claims) Read(FileInfo file) =>
        _files.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length
            ? known
            : (file.LastWriteTimeUtc, file.Length, ReadClaims(file));

    private List<Claim> ReadClaims(FileInfo file)
    {
        var path = Path.GetRelativePath(directories.Docs, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
        var (heading, anchor) = (file.Name, "");
        List<Claim> claims = [];
        foreach (Match match in HeadingOrCovers().Matches(File.ReadAllText(file.FullName)))
        {
            if (match.Groups["heading"].Success)
            {
                heading = TaskTitle.Plain(match.Groups["heading"].Value.Trim());
                // The page shows the document's title as its own, without an anchor.
                anchor = match.Groups["level"].Length == 1 ? "" : LinkHelper.Urilize(heading, allowOnlyAscii: true);
                continue;
            }

            claims.AddRange(match.Groups["covers"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(reference => new Claim(reference, path, heading, anchor)));
        }

        return claims;
    }

    private sealed record Claim(string Reference, string Path, string Heading, string Anchor);

    [GeneratedRegex(@"^(?<level>\#{1,6})[ \t]+(?<heading>[^\r\n]+)|<!--\s*covers:(?<covers>.*?)-->", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HeadingOrCovers();
}
