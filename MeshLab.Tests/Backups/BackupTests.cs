using System.IO.Compression;
using System.Text.Json;
using MeshLab.Core;
using MeshLab.Core.Audit;
using MeshLab.Core.Backups;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Backups;

/// <summary>Backup and restore with real files: what is in the archive, what comes back, and what is refused.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-backup-").FullName;

    private string Archive => Path.Combine(_folder, "backup.zip");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Backup_WhileRowsAreWritten_IsAStateTheDatabaseHadAndComesBackWithItsSecrets()
    {
        string secret;
        await using (var lab = await StartAsync("one"))
        {
            secret = lab.GetRequiredService<SecretProtector>().Protect("hunter2");
            await WriteAsync(lab, 0, 200);
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "one", "roadmaps")).FullName, "mine.md"), "# Mine\n");
            using var stop = new CancellationTokenSource();
            var writer = Task.Run(() => KeepWritingAsync(lab, stop.Token));

            await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);

            await stop.CancelAsync();
            await writer;
        }

        await using (var other = Services("two"))
        {
            await other.GetRequiredService<RestoreService>().RestoreAsync(Archive, default);
            await other.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
            Assert.Equal("hunter2", other.GetRequiredService<SecretProtector>().Unprotect(secret));
            await using var database = await other.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
            var notes = await NotesAsync(database);
            Assert.True(notes.Count >= 200);
            Assert.Equal(Enumerable.Range(0, notes.Count), notes);
        }

        Assert.Equal("# Mine\n", await File.ReadAllTextAsync(Path.Combine(_folder, "two", "roadmaps", "mine.md")));
    }

    [Fact]
    public async Task Backup_Archive_CountsEveryTableAndOnlyItsOwnerCanReadIt()
    {
        await using var lab = await StartAsync("one");
        await WriteAsync(lab, 0, 7);

        var made = await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);

        Assert.Equal(7, made.Rows["Decisions"]);
        await using var database = await lab.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        Assert.Equal(database.Database.GetMigrations().Last(), made.Migration);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
        }

        Assert.Equal(["backup.zip", "one"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task BackupAndRestore_ByAnybodyButAnAdmin_AreRefusedByTheServices(Role? role)
    {
        await using var lab = await StartAsync("lab");
        await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
        var second = Path.Combine(_folder, "second.zip");
        Actor.Enter(new Actor("them", "192.0.2.1", "curl", role));

        await Assert.ThrowsAsync<NotAllowedException>(() => lab.GetRequiredService<BackupService>().CreateAsync(second, default));
        await Assert.ThrowsAsync<NotAllowedException>(() => lab.GetRequiredService<RestoreService>().RestoreAsync(Archive, default));
        Assert.False(File.Exists(second));
    }

    [Fact]
    public async Task Backup_ThatAPersonAskedFor_IsInTheAuditLog_AndTheCommandsIsNot()
    {
        await using var lab = await StartAsync("lab");
        await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
        Actor.Enter(new Actor("ada", "192.0.2.1", "curl", Role.Admin));

        await lab.GetRequiredService<BackupService>().CreateAsync(Path.Combine(_folder, "second.zip"), default);

        var entry = Assert.Single(await lab.GetRequiredService<AuditTrail>().ListAsync(new AuditFilter(AuditDeeds.BackupMade), null, 10, default));
        Assert.Equal(("ada", "192.0.2.1"), (entry.Who, entry.Address));
    }

    [Fact]
    public async Task Backup_FileIsThere_IsRefusedAndLeftAlone()
    {
        await using var lab = await StartAsync("one");
        await File.WriteAllTextAsync(Archive, "mine");

        var error = await Assert.ThrowsAsync<StorageException>(() => lab.GetRequiredService<BackupService>().CreateAsync(Archive, default));

        Assert.Contains("is there already", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Archive));
    }

    [Fact]
    public async Task Backup_NoDatabase_IsRefusedAndMakesNone()
    {
        await using var lab = Services("none");

        await Assert.ThrowsAsync<StorageException>(() => lab.GetRequiredService<BackupService>().CreateAsync(Archive, default));

        Assert.False(File.Exists(Archive));
        Assert.False(File.Exists(Path.Combine(_folder, "none", "meshlab.db")));
    }

    [Fact]
    public async Task Restore_WhileMeshLabRuns_IsRefusedAndChangesNothing()
    {
        await using var lab = await StartAsync("one");
        await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
        await WriteAsync(lab, 0, 3);
        await using var second = Services("one");

        var error = await Assert.ThrowsAsync<StorageException>(() => second.GetRequiredService<RestoreService>().RestoreAsync(Archive, default));

        Assert.Contains("Another MeshLab is using", error.Message, StringComparison.Ordinal);
        await using var database = await lab.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        Assert.Equal(3, (await NotesAsync(database)).Count);
    }

    [Fact]
    public async Task Restore_OverADatabase_KeepsTheOldOneWithWhatWasInItsLog()
    {
        await using (var lab = await StartAsync("one"))
        {
            await WriteAsync(lab, 0, 2);
            await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
            await WriteAsync(lab, 2, 5);
        }

        string before;
        await using (var lab = Services("one"))
        {
            (_, before) = await lab.GetRequiredService<RestoreService>().RestoreAsync(Archive, default);
            await using var database = await lab.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
            Assert.Equal(2, (await NotesAsync(database)).Count);
        }

        await using var old = new MeshLabDbContext(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite($"Data Source={Path.Combine(before, "meshlab.db")}").Options);
        Assert.Equal(5, (await NotesAsync(old)).Count);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_folder, "one"), "restore-*"));
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("keys/../../evil.txt")]
    [InlineData("/tmp/evil.txt")]
    [InlineData("keys\\evil.txt")]
    [InlineData("keys/sub/evil.txt")]
    [InlineData("demo-cluster.db")]
    public async Task Restore_ArchiveWithAForeignEntry_IsRefused(string name)
    {
        await MakeAsync();
        await using (var archive = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Update))
        {
            archive.CreateEntry(name);
        }

        Assert.Contains("is not a backup", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_DatabaseInTheArchiveWasChanged_IsRefused()
    {
        await MakeAsync();
        await ReplaceAsync(BackupArchive.Database, bytes => bytes[^1] ^= 1);

        Assert.Contains("is damaged", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_NewerDatabase_IsRefused()
    {
        await using (var lab = await StartAsync("one"))
        {
            await using var database = await lab.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
            await database.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '99.0')");
            await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
        }

        Assert.Contains("newer version", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_EntryThatSaysLessThanItUnfoldsInto_WritesNoMoreThanItSays()
    {
        const int Real = 20 << 20, Said = 100;
        await MakeAsync();
        await using (var archive = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Update))
        {
            await using var entry = await archive.CreateEntry("keys/bomb.xml").OpenAsync();
            await entry.WriteAsync(new byte[Real]);
        }

        var bytes = await File.ReadAllBytesAsync(Archive);
        for (var at = 0; at + 4 <= bytes.Length; at++)
        {
            if (BitConverter.ToInt32(bytes, at) == Real)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(at), Said);
            }
        }

        await File.WriteAllBytesAsync(Archive, bytes);
        await using var lab = Services("two");
        var error = await Record.ExceptionAsync(() => lab.GetRequiredService<RestoreService>().RestoreAsync(Archive, default));

        Assert.True(error is null or StorageException, $"{error}");
        Assert.All(Directory.EnumerateFiles(_folder, "bomb.xml", SearchOption.AllDirectories), file => Assert.InRange(new FileInfo(file).Length, 0, Said));
    }

    [Fact]
    public async Task Restore_FileIsNoArchive_IsRefused()
    {
        await File.WriteAllTextAsync(Archive, "SQLite format 3");

        Assert.Contains("is not a backup", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        await using var lab = await StartAsync("one");
        await lab.GetRequiredService<BackupService>().CreateAsync(Archive, default);
    }

    private async Task ReplaceAsync(string name, Action<byte[]> change)
    {
        await using var archive = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Update);
        var entry = archive.GetEntry(name)!;
        using var bytes = new MemoryStream();
        await using (var stream = await entry.OpenAsync())
        {
            await stream.CopyToAsync(bytes);
        }

        entry.Delete();
        var changed = bytes.ToArray();
        change(changed);
        await using var into = await archive.CreateEntry(name).OpenAsync();
        await into.WriteAsync(changed);
    }

    private async Task<StorageException> RefusedAsync()
    {
        await using var lab = Services("two");
        var error = await Assert.ThrowsAsync<StorageException>(() => lab.GetRequiredService<RestoreService>().RestoreAsync(Archive, default));
        Assert.False(File.Exists(Path.Combine(_folder, "two", "meshlab.db")));
        Assert.Equal(["meshlab.lock"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "two")).Select(Path.GetFileName));
        return error;
    }

    private async Task<ServiceProvider> StartAsync(string name)
    {
        var lab = Services(name);
        await lab.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
        return lab;
    }

    private ServiceProvider Services(string name)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => options.DataDirectory = Path.Combine(_folder, name));
        services.AddSingleton(TimeProvider.System);
        services.AddChanges();
        services.AddStorage();
        services.AddBackups();
        services.AddDocuments();
        services.AddRoadmap();
        services.AddClusters();
        services.AddScenarios();
        services.AddRuns();
        return services.BuildServiceProvider();
    }

    private static async Task KeepWritingAsync(ServiceProvider lab, CancellationToken stop)
    {
        for (var next = 200; !stop.IsCancellationRequested; next += 10)
        {
            await WriteAsync(lab, next, next + 10);
        }
    }

    private static async Task WriteAsync(ServiceProvider lab, int from, int to)
    {
        await using var database = await lab.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        for (var number = from; number < to; number++)
        {
            await database.Database.ExecuteSqlAsync($"INSERT INTO Decisions (Id, Name, Answers, SavedAt, SavedBy) VALUES ({number}, {$"note {number}"}, {"{}"}, 0, {"me"})");
        }
    }

    private static async Task<List<int>> NotesAsync(MeshLabDbContext database) =>
        await database.Database.SqlQuery<int>($"SELECT Id AS Value FROM Decisions ORDER BY Id").ToListAsync();
}
