using MeshLab.Core;
using MeshLab.Core.Backups;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Storage.Postgres;

/// <summary>What MeshLab says when it starts on a PostgreSQL database, and that it makes its tables there.</summary>
public sealed class PostgresStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-postgres-start-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Initialize_EmptyDatabase_MakesEveryTableOfTheModel_AndAgainChangesNothing()
    {
        var source = await PostgresServer.CreateEmptyDatabaseAsync();
        await using (var services = Services(source))
        {
            await services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token);
            await services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token);

            await using var database = await services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(Token);
            Assert.False(database.Database.HasPendingModelChanges());
            Assert.Empty(await database.Database.GetPendingMigrationsAsync(Token));
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Initialize_NoServer_SaysSo()
    {
        await using var services = Services("Host=127.0.0.1;Port=1;Database=lab");

        var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token));

        Assert.Contains("PostgreSQL for lab on 127.0.0.1:1 does not answer", refused.Message);
        Assert.Contains("check Host and Port", refused.Message);
    }

    [Fact]
    public async Task Initialize_MayNotCreateTables_SaysWhichRightIsMissing()
    {
        var source = await PostgresServer.CreateEmptyDatabaseAsync();
        await PostgresServer.ExecuteAsync(source, "CREATE ROLE stranger LOGIN");
        var builder = new NpgsqlConnectionStringBuilder(source) { Username = "stranger" };
        await using (var services = Services(builder.ToString()))
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token));

            Assert.Contains("may not use the database", refused.Message);
            Assert.Contains("CREATE on its schema public", refused.Message);
        }

        await PostgresServer.DropAsync(source);
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Initialize_DatabaseOfANewerVersion_Refuses()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(source, """INSERT INTO "__EFMigrationsHistory" VALUES ('99990101000000_FromTheFuture', '99.0')""");
        await using (var services = Services(source))
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token));

            Assert.Contains("was written by a newer version", refused.Message);
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Backup_NamesPgDump()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var services = Services(source))
        {
            var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<BackupService>().CreateAsync(Path.Combine(_folder, "lab.zip"), Token));

            Assert.Contains("pg_dump", refused.Message);
            Assert.False(File.Exists(Path.Combine(_folder, "lab.zip")));
        }

        await PostgresServer.DropAsync(source);
    }

    private ServiceProvider Services(string source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.Database) = (_folder, source));
        services.AddSingleton(TimeProvider.System);
        services.AddStorage();
        services.AddBackups();
        return services.BuildServiceProvider();
    }
}
