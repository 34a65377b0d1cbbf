using MeshLab.Core;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Storage;

public sealed class DatabaseInitializerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-storage-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Initialize_NoDataDirectory_CreatesDatabaseInWalMode()
    {
        var data = Path.Combine(_folder, "a", "b");
        await using var services = Services(data);
        await services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);

        await using var database = await services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        Assert.Equal("wal", await PragmaAsync(database, "journal_mode"));
        Assert.Equal("1", await PragmaAsync(database, "foreign_keys"));
        Assert.Equal("30000", await PragmaAsync(database, "busy_timeout"));
        Assert.True(File.Exists(Path.Combine(data, "meshlab.db")));
    }

    [Fact]
    public async Task Initialize_Twice_KeepsWhatIsThere()
    {
        await using (var first = Services(_folder))
        {
            await first.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        }

        await using var second = Services(_folder);
        await second.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);

        await using var database = await second.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        Assert.False(database.Database.HasPendingModelChanges(), "the model has changed since the last migration");
    }

    [Fact]
    public async Task Initialize_FileIsNoDatabase_SaysSoAndLeavesItAlone()
    {
        var file = Path.Combine(_folder, "meshlab.db");
        await File.WriteAllTextAsync(file, new string('x', 5000));

        var error = await FailAsync(_folder);

        Assert.Contains("is not a SQLite database", error.Message);
        Assert.Contains(file, error.Message);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Initialize_DatabaseOfANewerVersion_IsRefused()
    {
        await using (var first = Services(_folder))
        {
            await first.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
            await using var database = await first.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
            await database.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS __EFMigrationsHistory (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT NOT NULL)");
            await database.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '99.0')");
        }

        var error = await FailAsync(_folder);

        Assert.Contains("newer version", error.Message);
        Assert.Contains("FromTheFuture", error.Message);
    }

    [Fact]
    public async Task Initialize_DataDirectoryIsAFile_SaysWhichAndHowToChoose()
    {
        var file = Path.Combine(_folder, "data");
        await File.WriteAllTextAsync(file, "");

        var error = await FailAsync(file);

        Assert.Contains(file, error.Message);
        Assert.Contains("MeshLab__DataDirectory", error.Message);
    }

    [Fact]
    public async Task Initialize_DirectoryCannotBeWritten_SaysSo()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may write everywhere; run as another user to see this");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = await FailAsync(_folder);

        Assert.Contains("cannot be written", error.Message);
    }

    [Fact]
    public async Task Initialize_SecondProcessOnTheSameData_IsRefused()
    {
        await using var first = Services(_folder);
        await first.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);

        var error = await FailAsync(_folder);

        Assert.Contains("Another MeshLab is using", error.Message);
    }

    private static async Task<StorageException> FailAsync(string folder)
    {
        await using var services = Services(folder);
        return await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None));
    }

    private static ServiceProvider Services(string folder)
    {
        var services = new ServiceCollection();
        services.AddOptions<MeshLabOptions>().Configure(options => options.DataDirectory = folder);
        services.AddStorage();
        return services.BuildServiceProvider();
    }

    private static async Task<string> PragmaAsync(MeshLabDbContext database, string name)
    {
        await database.Database.OpenConnectionAsync();
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (await command.ExecuteScalarAsync())!.ToString()!;
    }
}
