using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeshLab.Core.Storage;

namespace MeshLab.Core.Backups;

/// <summary>The layout of a backup: a ZIP archive with a manifest, the database, the keys of stored secrets and imported roadmaps, and nothing else.</summary>
internal static partial class BackupArchive
{
    public const string Manifest = "manifest.json";
    public const string Database = "meshlab.db";

    /// <summary>Folders of the data directory that go into the archive with their files.</summary>
    public static readonly string[] Folders = ["keys", "roadmaps"];

    private const long LongestManifest = 1 << 20;
    private const long LongestFile = 16 << 20;

    /// <summary>Whether an entry of that name may be in the archive. No name can leave its folder: there is one level and no <c>..</c>.</summary>
    public static bool IsKnown(string name) => name is Manifest or Database || FolderFile().IsMatch(name);

    /// <exception cref="StorageException">It is no backup, or holds what a backup does not.</exception>
    public static async Task<BackupManifest> ReadManifestAsync(ZipArchive archive, string file, CancellationToken cancellationToken)
    {
        foreach (var entry in archive.Entries)
        {
            if (!IsKnown(entry.FullName) || archive.Entries.Count(other => other.FullName == entry.FullName) > 1)
            {
                throw new StorageException($"{file} is not a backup of MeshLab: it holds '{entry.FullName}', which no backup does, or does only once.");
            }

            if (entry.FullName != Database && entry.Length > (entry.FullName == Manifest ? LongestManifest : LongestFile))
            {
                throw new StorageException($"{file} cannot be restored: its '{entry.FullName}' has {entry.Length} bytes, more than any that MeshLab writes.");
            }
        }

        if (archive.GetEntry(Manifest) is not { } found || archive.GetEntry(Database) is not { } database)
        {
            throw new StorageException($"{file} is not a backup of MeshLab: it lacks {Manifest} or {Database}.");
        }

        BackupManifest? manifest;
        try
        {
            await using var stream = await found.OpenAsync(cancellationToken);
            manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, BackupManifest.Json, cancellationToken);
        }
        catch (JsonException error)
        {
            throw new StorageException($"{file} is not a backup of MeshLab: its {Manifest} cannot be read: {error.Message}", error);
        }

        return manifest switch
        {
            null or { Rows: null } or { DatabaseSha256: null } => throw new StorageException($"{file} is not a backup of MeshLab: its {Manifest} is incomplete."),
            { Format: not BackupManifest.CurrentFormat } => throw new StorageException($"{file} has the layout {manifest.Format}, and this version reads {BackupManifest.CurrentFormat}. Restore it with the version that made it."),
            _ when manifest.DatabaseBytes != database.Length => throw new StorageException($"{file} is damaged: its database has {database.Length} bytes where {manifest.DatabaseBytes} were written."),
            _ => manifest,
        };
    }

    [GeneratedRegex(@"^(keys|roadmaps)/[A-Za-z0-9_-][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FolderFile();
}
