using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Backups;

/// <summary>
/// Copies the database while it is in use, with the keys that its secrets need and the imported roadmaps, into one archive. The copy is
/// made by <c>VACUUM INTO</c>: one read transaction, so it is a state that the database really had, and writers go on meanwhile
/// (https://www.sqlite.org/lang_vacuum.html#vacuuminto).
/// </summary>
public sealed class BackupService(IDbContextFactory<MeshLabDbContext> databases, DataDirectory directory, AuditTrail audit, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>
    /// Writes a backup to a file that does not exist yet. It is readable by its owner only, because it holds keys. One that somebody asked a running MeshLab for is in the audit
    /// log; the command is not, because it works on the file of another version too.
    /// </summary>
    /// <exception cref="StorageException">The file is there already, or the database cannot be read, or the copy did not pass its checks. Nothing is left at <paramref name="file"/>.</exception>
    public async Task<BackupManifest> CreateAsync(string file, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        file = Path.GetFullPath(file);
        if (Path.Exists(file))
        {
            throw new StorageException($"{file} is there already. Choose another name, or remove it.");
        }

        await _one.WaitAsync(cancellationToken);
        var (copy, part) = ($"{file}.{Guid.NewGuid():N}.db", $"{file}.{Guid.NewGuid():N}.part");
        try
        {
            var migrations = await CopyAsync(copy, cancellationToken);
            var manifest = await DescribeAsync(copy, migrations, cancellationToken);
            await PackAsync(part, copy, manifest, cancellationToken);
            await VerifyAsync(part, cancellationToken);
            if (Actor.Current != Actor.MeshLab)
            {
                await audit.RecordAsync(AuditDeeds.BackupMade, "database", null, string.Create(CultureInfo.InvariantCulture, $"{manifest.Rows.Values.Sum()} rows, {manifest.Keys} keys"), cancellationToken);
            }

            File.Move(part, file);
            return manifest;
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The database could not be copied: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backup {file} could not be written: {error.Message}", error);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(part);
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Copies the database and returns the migrations it had just before.</summary>
    private async Task<IReadOnlyList<string>> CopyAsync(string copy, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var source = DatabaseFile.Of(database);
        if (!File.Exists(source))
        {
            throw new StorageException($"There is no database {source} to back up. Check MeshLab__DataDirectory and MeshLab__Database.");
        }

        // VACUUM INTO takes an empty file, so the copy can be closed to others before anything is in it.
        await using (OwnersOnly(copy))
        {
        }

        var migrations = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        await database.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancellationToken);
        return migrations;
    }

    private async Task<BackupManifest> DescribeAsync(string copy, IReadOnlyList<string> migrations, CancellationToken cancellationToken)
    {
        var found = await DatabaseCopy.CheckAsync(copy, cancellationToken);
        if (found.Migrations.Count == 0 || !found.Migrations.SequenceEqual(migrations, StringComparer.Ordinal))
        {
            throw new StorageException("The copy does not have the migrations of the database. Was MeshLab just being upgraded? Try again.");
        }

        await using var stream = File.OpenRead(copy);
        var hash = await DatabaseCopy.HashAsync(stream, cancellationToken);
        return new(BackupManifest.CurrentFormat, clock.GetUtcNow(), found.Migrations[^1], stream.Length, hash, found.Rows, FilesOf("keys").Count());
    }

    private async Task PackAsync(string part, string copy, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await using var stream = OwnersOnly(part);
        await using (var archive = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            await using (var entry = await archive.CreateEntry(BackupArchive.Manifest).OpenAsync(cancellationToken))
            {
                await JsonSerializer.SerializeAsync(entry, manifest, BackupManifest.Json, cancellationToken);
            }

            await archive.CreateEntryFromFileAsync(copy, BackupArchive.Database, CompressionLevel.Fastest, cancellationToken);
            foreach (var folder in BackupArchive.Folders)
            {
                foreach (var file in FilesOf(folder))
                {
                    await archive.CreateEntryFromFileAsync(file, $"{folder}/{Path.GetFileName(file)}", cancellationToken);
                }
            }
        }

        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads the archive as a restore would, so that a disk which does not keep what it was given is found out now.</summary>
    private static async Task VerifyAsync(string part, CancellationToken cancellationToken)
    {
        await using var archive = await ZipFile.OpenReadAsync(part, cancellationToken);
        var manifest = await BackupArchive.ReadManifestAsync(archive, part, cancellationToken);
        await using var stream = await archive.GetEntry(BackupArchive.Database)!.OpenAsync(cancellationToken);
        if (await DatabaseCopy.HashAsync(stream, cancellationToken) != manifest.DatabaseSha256)
        {
            throw new StorageException($"What was written to {part} is not what is read from it. Check the disk.");
        }
    }

    private IEnumerable<string> FilesOf(string folder)
    {
        var path = Path.Combine(directory.Path, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => BackupArchive.IsKnown($"{folder}/{Path.GetFileName(file)}")).Order(StringComparer.Ordinal)
            : [];
    }

    private static FileStream OwnersOnly(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }
}
