using System.Globalization;
using System.IO.Compression;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Backups;

/// <summary>Puts a backup in the place of the data directory's database. Everything is unpacked and checked first; what was there is kept beside it.</summary>
public sealed class RestoreService(IDbContextFactory<MeshLabDbContext> databases, DataDirectory directory, TimeProvider clock)
{
    /// <summary>What SQLite puts behind the name of a database for the files that belong to it.</summary>
    private static readonly string[] _suffixes = ["", "-wal", "-shm"];

    /// <summary>Restores, unless a MeshLab runs on the data directory.</summary>
    /// <returns>What was restored, and the folder that holds what was there before.</returns>
    /// <exception cref="StorageException">MeshLab runs, or the file is no sound backup that this version can read, or a file cannot be written.</exception>
    public async Task<(BackupManifest Manifest, string Before)> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
        {
            throw new StorageException($"There is no file {file}.");
        }

        directory.Open();
        var staged = Path.Combine(directory.Path, $"restore-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(staged);
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var target = DatabaseFile.Of(database);
            var manifest = await UnpackAsync(file, staged, cancellationToken);
            await CheckAsync(file, Path.Combine(staged, BackupArchive.Database), manifest, database, cancellationToken);
            var before = Keep(target);
            Put(staged, target);
            return (manifest, before);
        }
        catch (InvalidDataException error)
        {
            throw new StorageException($"{file} is not a backup of MeshLab, or is damaged: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{file} could not be restored: {error.Message}", error);
        }
        finally
        {
            if (Directory.Exists(staged))
            {
                Directory.Delete(staged, recursive: true);
            }
        }
    }

    private static async Task<BackupManifest> UnpackAsync(string file, string staged, CancellationToken cancellationToken)
    {
        await using var archive = await ZipFile.OpenReadAsync(file, cancellationToken);
        var manifest = await BackupArchive.ReadManifestAsync(archive, file, cancellationToken);
        foreach (var folder in BackupArchive.Folders)
        {
            CreatePrivate(Path.Combine(staged, folder));
        }

        foreach (var entry in archive.Entries)
        {
            await ExtractAsync(file, entry, Path.Combine(staged, entry.FullName), cancellationToken);
        }

        return manifest;
    }

    /// <summary>Unpacks no more than the entry says that it has: a few kilobytes can unfold into any number of gigabytes.</summary>
    private static async Task ExtractAsync(string file, ZipArchiveEntry entry, string target, CancellationToken cancellationToken)
    {
        await using var from = await entry.OpenAsync(cancellationToken);
        await using var to = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (to.Length + read > entry.Length)
            {
                throw new StorageException($"{file} is damaged or was made to fill the disk: its '{entry.FullName}' has more than the {entry.Length} bytes that it says.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static async Task CheckAsync(string file, string copy, BackupManifest manifest, MeshLabDbContext database, CancellationToken cancellationToken)
    {
        await using (var stream = File.OpenRead(copy))
        {
            if (await DatabaseCopy.HashAsync(stream, cancellationToken) != manifest.DatabaseSha256)
            {
                throw new StorageException($"{file} is damaged: its database is not the one that was backed up.");
            }
        }

        var found = await DatabaseCopy.CheckAsync(copy, cancellationToken);
        if (!manifest.Rows.OrderBy(table => table.Key, StringComparer.Ordinal).SequenceEqual(found.Rows))
        {
            throw new StorageException($"{file} is damaged: its tables do not have the rows that were backed up.");
        }

        if (found.Migrations.Except(database.Database.GetMigrations(), StringComparer.Ordinal).LastOrDefault() is { } unknown)
        {
            throw new StorageException($"{file} was made by a newer version of MeshLab (it has the migration {unknown}, which this version does not know). Restore it with that version.");
        }
    }

    /// <summary>Copies what is there, the write-ahead log included. Copies, not moves: whatever happens, there is a database in its place.</summary>
    private string Keep(string target)
    {
        var before = Path.Combine(directory.Path, $"before-restore-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
        if (Directory.Exists(before))
        {
            throw new StorageException($"{before} is there already. Move it away, or wait a second.");
        }

        CreatePrivate(before);
        foreach (var suffix in _suffixes)
        {
            if (File.Exists(target + suffix))
            {
                File.Copy(target + suffix, Path.Combine(before, BackupArchive.Database + suffix));
            }
        }

        foreach (var folder in BackupArchive.Folders.Where(folder => Directory.Exists(Path.Combine(directory.Path, folder))))
        {
            CreatePrivate(Path.Combine(before, folder));
            foreach (var one in Directory.EnumerateFiles(Path.Combine(directory.Path, folder)))
            {
                File.Copy(one, Path.Combine(before, folder, Path.GetFileName(one)));
            }
        }

        return before;
    }

    /// <summary>Keys first, so that the database never lies there without them. Keys of the folder that the backup lacks stay: they can do no harm.</summary>
    private void Put(string staged, string target)
    {
        foreach (var folder in BackupArchive.Folders)
        {
            var into = Path.Combine(directory.Path, folder);
            CreatePrivate(into);
            foreach (var one in Directory.EnumerateFiles(Path.Combine(staged, folder)))
            {
                File.Move(one, Path.Combine(into, Path.GetFileName(one)), overwrite: true);
            }
        }

        SqliteConnection.ClearAllPools();
        File.Delete(target + "-wal");
        File.Delete(target + "-shm");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Path.Combine(staged, BackupArchive.Database), target, overwrite: true);
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
